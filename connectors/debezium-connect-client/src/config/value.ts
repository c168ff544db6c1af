/** What an option may be given as. A list is joined by commas. */
export type OptionValue = string | number | boolean | readonly string[]

/**
 * Connect's string for a value. Throws a `TypeError` for a number that isn't finite, and for a list
 * item with a comma that isn't escaped as `\,`: it would be read as two items.
 */
export function optionString(name: string, value: OptionValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return numberString(name, value)
  return value.map((item) => listItem(name, item)).join(',')
}

// String(1e21) is in exponent form, which Java's integers don't parse.
function numberString(name: string, value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) {
    throw new TypeError(`${name} must be a number that Connect can read, not ${value}`)
  }
  return String(value)
}

function listItem(name: string, item: string): string {
  if (/(?<!\\),/.test(item)) {
    throw new TypeError(`an item of ${name} has a comma, which would end it: write it as \\,`)
  }
  return item
}
