const pattern =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether `text` is a timestamp of RFC 3339 with capital T and Z: spec clause "Timestamps". */
export function isTimestamp(text: string): boolean {
  const match = pattern.exec(text)
  if (!match) return false
  const year = Number(match[1])
  const month = Number(match[2])
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && isLeap ? 29 : (daysOfMonth[month - 1] ?? 0)
  const day = Number(match[3])
  return day >= 1 && day <= days
}
