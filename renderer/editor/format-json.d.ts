/**
 * The text with two spaces of indentation a level; lists of scalars that fit `width` stay on one
 * line. Order, duplicates and the spelling of numbers are kept. The text must be JSON.
 */
export declare function formatJson(text: string, width?: number): string
