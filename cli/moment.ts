const two = (value: number): string => String(value).padStart(2, '0')

/** A timestamp of the API (seconds since the epoch) in local time: `2026-11-23 13:05:09`. */
export function moment(seconds: number): string {
  const date = new Date(seconds * 1000)
  const day = `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${clockTime(seconds)}`
}

/** The local time of day: `13:05:09`. */
export function clockTime(seconds: number): string {
  const date = new Date(seconds * 1000)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** A duration in seconds for people: `850 ms`, `12.3 s`, `4 min 10 s`, `3 h 2 min`, `2 d 5 h`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${String(Math.round(seconds * 1000))} ms`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`
  if (whole < 86_400)
    return `${String(Math.floor(whole / 3600))} h ${String(Math.floor((whole % 3600) / 60))} min`
  return `${String(Math.floor(whole / 86_400))} d ${String(Math.floor((whole % 86_400) / 3600))} h`
}
