/** The messages among the engine's last log lines; a line that is no log line is kept as it is. */
export function messagesOf(lastWords: string): string {
  const lines = lastWords.split('\n').filter((line) => line.trim() !== '')
  const messages = lines.map((line) => {
    try {
      const { message } = Object(JSON.parse(line)) as { message?: unknown }
      return typeof message === 'string' ? message : line
    } catch {
      return line
    }
  })
  return messages.slice(-5).join('\n')
}
