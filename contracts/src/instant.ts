import { z } from 'zod'

/** RFC 3339 with upper-case letters and no leap second: Python's `\d` would take other digits too. */
const pattern = (year: string) =>
  `^${year}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`

/** A point in time as a client writes it. */
export const instant = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 date and time' })
  .meta({ id: 'Instant', format: 'date-time', pattern: pattern('[0-9]{4}') })

/** ClickHouse keeps no others. */
function isStorable(text: string): boolean {
  const year = new Date(text).getUTCFullYear()
  return year >= 1900 && year <= 2299
}

/** One that every store can hold. */
export const storableInstant = instant
  .refine(isStorable, 'must lie in the years 1900 to 2299')
  .meta({ pattern: pattern('(19|2[0-2])[0-9]{2}') })
