/** Year, month, day; hour, minute, second, fraction; zone. */
const written =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i
const named = /^(?=.*[a-z]{3})(?=.*\d{4}).{8,40}$/i
const zoned = /(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})\)?$/i

/**
 * Reads a date as front matter has them: ISO-like, with or without time and zone, or with the
 * month's English name. Without a zone it is UTC. Null when there is no such day or it is no date.
 */
export function parseDate(text: string): Date | null {
  const match = written.exec(text.trim())
  if (match) return dateOf(match)
  if (!named.test(text)) return null
  const at = Date.parse(zoned.test(text) ? text : `${text} UTC`)
  return Number.isNaN(at) ? null : new Date(at)
}

function dateOf(match: RegExpExecArray): Date | null {
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((text) => Number(text ?? 0))
  const fraction = Math.trunc(Number(match[7] ?? 0) * 1000)
  if (hour! > 23 || minute! > 59 || second! > 59) return null
  const at = new Date(0)
  at.setUTCFullYear(year!, month! - 1, day!)
  if (at.getUTCMonth() !== month! - 1 || at.getUTCDate() !== day!) return null
  at.setUTCHours(hour!, minute!, second!, fraction)
  return new Date(at.getTime() - offsetMs(match[8]))
}

function offsetMs(zone: string | undefined): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '')
  if (!parts) return 0
  const minutes = Number(parts[2]) * 60 + Number(parts[3])
  return (parts[1] === '-' ? -1 : 1) * minutes * 60_000
}
