/**
 * For the engine's process: without this flag Node 24 with threads dies now and then in V8's
 * bookkeeping of protected code pages (nodejs/node#64500).
 */
export const nodeFlags: readonly string[] = ['--no-memory-protection-keys']
