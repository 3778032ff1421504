/**
 * The reason of `context.signal` when the engine stops in order (and not the task).
 *
 * An action with the interruption `reattach` must leave its outside work alone and reject at once;
 * the attempt stays open, and `run` is called again for it at the engine's next start. Actions with
 * `repeat` or `never` end what they do, as with any other reason.
 */
export class EngineStopping extends Error {
  constructor(message = 'The engine is stopping; the task goes on when it starts again.') {
    super(message)
    this.name = 'EngineStopping'
  }
}

/**
 * Whether a signal was aborted because the engine stops. By name as well as by class, since the
 * engine and a plugin may have been bundled with a copy of this file each.
 */
export function isEngineStopping(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'EngineStopping'
}
