import { nextPause } from './back-off.ts'
import type { ComputerFacts, EngineLink, PowerEvent } from './engine-link.ts'

/** Where the engine answers, and the token that opens its door. */
export interface EngineAddress {
  url: string
  token: string
}

/** Exit codes of the engine after which another start would end the same way. */
export const refusals = {
  2: 'bad-option',
  64: 'folder-in-use',
  65: 'damaged-database',
  66: 'newer-database',
  67: 'port-taken'
} as const
export type Refusal = (typeof refusals)[keyof typeof refusals]

export interface EngineProcessOptions {
  /** Starts one process. The engine keeps to its last port, so that the window's address stays valid. */
  launch: () => EngineLink
  onReady: (address: EngineAddress) => void
  /** The engine has ended unexpectedly and is started again after a pause. */
  onCrash: (code: number | null, lastWords: string) => void
  /** The engine refuses to run here; it is not started again by itself. */
  onRefusal: (refusal: Refusal, lastWords: string) => void
}

const STOP_LIMIT_MILLISECONDS = 15_000
const LAST_WORDS_LENGTH = 4000

function isReadyMessage(message: unknown): message is EngineAddress {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'ready' &&
    'url' in message &&
    typeof message.url === 'string' &&
    'token' in message &&
    typeof message.token === 'string'
  )
}

function refusalOf(code: number | null): Refusal | undefined {
  return Object.entries(refusals).find(([known]) => Number(known) === code)?.[1]
}

/** Keeps one engine running: ready handshake, restart with back-off after a crash, orderly stop. */
export class EngineProcess {
  readonly #options: EngineProcessOptions
  #link: EngineLink | undefined
  #address: EngineAddress | undefined
  #isStopping = false
  #crashes = 0
  #restart: NodeJS.Timeout | undefined

  constructor(options: EngineProcessOptions) {
    this.#options = options
  }

  /** The running engine's address; undefined before it is ready and while it is being restarted. */
  get address(): EngineAddress | undefined {
    return this.#link ? this.#address : undefined
  }

  /** Starts the engine, again after a refusal too. */
  start(): void {
    if (this.#link || this.#isStopping) return
    const startedAt = performance.now()
    const link = this.#options.launch()
    this.#link = link
    let lastWords = ''
    link.onErrorText((text) => {
      process.stderr.write(text)
      lastWords = (lastWords + text).slice(-LAST_WORDS_LENGTH)
    })
    link.onMessage((message) => {
      if (!isReadyMessage(message)) return
      this.#address = { url: message.url, token: message.token }
      this.#options.onReady(this.#address)
    })
    void link.exited.then((code) => {
      this.#link = undefined
      this.#afterExit(code, lastWords, performance.now() - startedAt)
    })
  }

  #afterExit(code: number | null, lastWords: string, ranMilliseconds: number): void {
    if (this.#isStopping) return
    const refusal = refusalOf(code)
    if (refusal) {
      this.#options.onRefusal(refusal, lastWords)
      return
    }
    const { crashes, pauseMilliseconds } = nextPause({ crashes: this.#crashes, ranMilliseconds })
    this.#crashes = crashes
    this.#restart = setTimeout(() => this.start(), pauseMilliseconds)
    this.#options.onCrash(code, lastWords)
  }

  /** Tells the engine of the computer's sleep. */
  tellPower(event: PowerEvent): void {
    this.#link?.post({ type: event })
  }

  /** Tells the engine what only the desktop knows of the computer. */
  tellFacts(facts: ComputerFacts): void {
    this.#link?.post({ type: 'facts', ...facts })
  }

  /** Asks the engine to stop and waits until it has; ends it by force after a deadline. Resolves to its exit code. */
  async stop(): Promise<number | null> {
    this.#isStopping = true
    clearTimeout(this.#restart)
    const link = this.#link
    if (!link) return 0
    const force = setTimeout(() => link.kill(), STOP_LIMIT_MILLISECONDS)
    link.post({ type: 'stop' })
    const code = await link.exited
    clearTimeout(force)
    return code
  }
}
