/** An answer that has not the shape it should; the transport adds which call it was. */
export class AnswerShape extends Error {
  override readonly name = 'AnswerShape'
}

export type Fields = Readonly<Record<string, unknown>>

export function asFields(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AnswerShape(`${at} is not an object`)
  }
  return value as Fields
}

export function asString(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new AnswerShape(`${at} is not a string`)
  return value
}

export function asNumber(value: unknown, at: string): number {
  if (typeof value !== 'number') throw new AnswerShape(`${at} is not a number`)
  return value
}

export function asBoolean(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw new AnswerShape(`${at} is not a boolean`)
  return value
}

export function asOptional<T>(
  value: unknown,
  at: string,
  as: (value: unknown, at: string) => T,
): T | undefined {
  return value === undefined || value === null ? undefined : as(value, at)
}

export function asList<T>(
  value: unknown,
  at: string,
  as: (value: unknown, at: string) => T,
): readonly T[] {
  if (!Array.isArray(value)) throw new AnswerShape(`${at} is not an array`)
  return value.map((item, index) => as(item, `${at}[${index}]`))
}

export function asRecord<T>(
  value: unknown,
  at: string,
  as: (value: unknown, at: string) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(asFields(value, at))
  return Object.fromEntries(entries.map(([key, item]) => [key, as(item, `${at}.${key}`)]))
}

export function asStrings(value: unknown, at: string): readonly string[] {
  return asList(value, at, asString)
}
