// eslint-disable-next-line no-control-regex -- terminal sequences begin with the escape character
const terminalSequence = /\u001B(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007]*(?:\u0007|\u001B\\))/g

/**
 * What a terminal would show of a program's output in the end: colours and cursor movements are
 * left off, a line that was written over (carriage return) shows its last text.
 */
export function plainText(text: string): string {
  const plain = text.replace(terminalSequence, '').replaceAll('\r\n', '\n')
  if (!plain.includes('\r')) return plain
  return plain
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r', line.length - 2) + 1).replace(/\r$/, ''))
    .join('\n')
}
