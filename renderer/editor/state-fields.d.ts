/** The members that each state type may have, in the order a person writes them. Source: https://states-language.net/spec.html */
export declare const machineFields: string[]
export declare const fieldsByType: Record<string, readonly string[]>
/** Spec, appendix A: the errors that the language itself names. */
export declare const statesErrors: string[]
