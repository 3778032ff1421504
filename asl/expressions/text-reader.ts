import { DefinitionError } from './query.ts'

/** A cursor over the text of a path or intrinsic call. */
export class TextReader {
  readonly text: string
  position = 0

  constructor(text: string) {
    this.text = text
  }

  get isAtEnd(): boolean {
    return this.position >= this.text.length
  }

  peek(): string {
    return this.text.charAt(this.position)
  }

  /** Steps over `token` if it comes next. */
  take(token: string): boolean {
    if (!this.text.startsWith(token, this.position)) return false
    this.position += token.length
    return true
  }

  expect(token: string, what: string): void {
    if (!this.take(token)) throw this.unexpected(what)
  }

  /** Steps over what a sticky (`y`) pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.position += found.length
    return found
  }

  takeAfterSpace(token: string): boolean {
    this.skipSpace()
    return this.take(token)
  }

  skipSpace(): void {
    this.match(/\s*/uy)
  }

  /** Reads a text in single or double quotes; a backslash takes the next character as it is. */
  quoted(): string {
    const quote = this.peek()
    if (quote !== "'" && quote !== '"') throw this.unexpected('a quoted text')
    this.position += 1
    let value = ''
    while (!this.isAtEnd) {
      const character = this.text.charAt(this.position)
      this.position += 1
      if (character === quote) return value
      if (character === '\\') {
        value += this.text.charAt(this.position)
        this.position += 1
      } else {
        value += character
      }
    }
    throw this.unexpected(`the closing ${quote}`)
  }

  /**
   * Reads a quoted field name of a path: a backslash is a character like others, unless it comes
   * before the quote that would end the name (AWS keeps them).
   */
  quotedName(): string {
    const quote = this.peek()
    if (quote !== "'" && quote !== '"') throw this.unexpected('a quoted name')
    const body = quote === "'" ? /'(?:\\'|[^'])*'/uy : /"(?:\\"|[^"])*"/uy
    const found = this.match(body)
    if (found === undefined) throw this.unexpected(`a name that ends with ${quote}`)
    return found.slice(1, -1).replaceAll(`\\${quote}`, quote)
  }

  unexpected(expected: string): DefinitionError {
    const found = this.isAtEnd
      ? 'its end'
      : JSON.stringify(this.text.slice(this.position, this.position + 12))
    return new DefinitionError(
      `In ${JSON.stringify(this.text)} at character ${this.position + 1}: expected ${expected}, found ${found}.`
    )
  }
}
