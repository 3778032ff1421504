/** Which state the cursor is in, and where a state is written: ties the text to the drawing. */
import type { TextRange } from './json-tree.ts'
/** The innermost state around an offset. */
export declare function stateAt(text: string, offset: number): string | undefined
/** Where a state's name is written; names are unique in a state machine. */
export declare function placeOfState(text: string, name: string): TextRange | undefined
