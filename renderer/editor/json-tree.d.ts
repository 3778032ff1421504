/** Finds its way through the syntax tree of a JSON text: from a pointer to a place, and from a place to a path. */
import { parser } from '@lezer/json'
export type JsonTree = ReturnType<typeof parser.parse>
export type JsonNode = JsonTree['topNode']
export interface TextRange {
  from: number
  to: number
}
export type PathSegment = string | number
export interface Cursor {
  /** Names and indexes from the root to the value (or the name) under the cursor. */
  path: PathSegment[]
  /** Whether a member's name is being written, or its value. */
  slot: 'name' | 'value'
  /** The string under the cursor, with its quotes; absent where nothing is written yet. */
  range: TextRange | undefined
}
/** Tolerant: half-written text gives a tree with error nodes. */
export declare function parseTree(text: string): JsonTree
export declare function nameOf(property: JsonNode, text: string): string
export declare function valuesOf(node: JsonNode): JsonNode[]
export declare function valueOf(property: JsonNode): JsonNode | undefined
export declare function rootOf(tree: JsonTree): JsonNode | undefined
export declare function memberOf(object: JsonNode, name: string, text: string): JsonNode | undefined
/** RFC 6901: `/States/a~1b` → `['States', 'a/b']`. */
export declare function segmentsOf(pointer: string): string[]
/**
 * The place that a JSON pointer names: a member's name together with its scalar value, or only the
 * name where the value is long. Where the text lacks the last segments, the nearest outer place.
 */
export declare function rangeOfPointer(text: string, pointer: string): TextRange
/** What is being written at an offset; undefined outside of objects and arrays. */
export declare function cursorAt(tree: JsonTree, text: string, offset: number): Cursor | undefined
