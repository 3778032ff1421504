import type { Problem } from '../../asl/validate/problem.ts'
import type { TextRange } from './json-tree.ts'
/** A problem at its place in the text; fits CodeMirror's lint and the list of problems. */
export interface LocatedProblem extends TextRange {
  severity: Problem['severity']
  code: string
  message: string
  pointer: string
  /** 1-based. */
  line: number
}
/** Problems at their places, in the order of the text; errors before warnings at the same place. */
export declare function locate(text: string, problems: readonly Problem[]): LocatedProblem[]
