export interface Fact {
  /** The members that lead to the value, outermost first. */
  path: readonly string[]
  text: string
  kind: 'text' | 'number' | 'truth' | 'nothing' | 'link' | 'json'
}
/**
 * The facts of an object, or undefined where a table would not help: no object, an empty one, too
 * many members, or little but nested JSON.
 */
export declare function factsOf(data: unknown): Fact[] | undefined
/** `valAccuracy`, `val_accuracy` → `Val accuracy`: a name that reads like words. */
export declare function wordsOf(name: string): string
