/**
 * Fills `{name:Type}` placeholders as ClickHouse's server does: by a cast of the value's text to the
 * type. The engine's own binding keeps its values in one place for the whole process, so that only
 * one such query could run at a time. Throws a RangeError that names a parameter without a value.
 */
export function fillParameters(sql: string, values: ReadonlyMap<string, string>): string {
  if (values.size === 0) return sql
  return sql.replace(tokens, (token, name?: string, type?: string) => {
    if (name === undefined || type === undefined) return token
    const value = values.get(name)
    if (value === undefined) throw new RangeError(`Substitution \`${name}\` is not set`)
    return literal(type.trim(), value)
  })
}

const tokens = new RegExp(
  [
    String.raw`'(?:[^'\\]|\\.|'')*'`,
    String.raw`"(?:[^"\\]|\\.)*"`,
    '`(?:[^`\\\\]|\\\\.)*`',
    String.raw`--[^\n]*`,
    String.raw`/\*.*?\*/`,
    String.raw`\{\s*([A-Za-z_]\w*)\s*:\s*([^{}]+)\}`,
  ].join('|'),
  'gs',
)

function literal(type: string, value: string): string {
  if (type === 'Identifier') return `\`${value.replaceAll(/[\\`]/g, String.raw`\$&`)}\``
  if (value === String.raw`\N`) return `CAST(NULL, ${quoted(type)})`
  if (type.startsWith('Map(')) throw new RangeError('parameters of type Map are not taken here')
  // Arrays and tuples are read by their own parser; only plain values come escaped.
  const text = /^(Array|Tuple)\b/.test(type) ? value : unescaped(value)
  return `CAST(${quoted(text)}, ${quoted(type)})`
}

const quoted = (text: string) => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`

const escapes: Record<string, string> = { b: '\b', f: '\f', r: '\r', n: '\n', t: '\t', 0: '\0' }

const unescaped = (text: string) =>
  text.replaceAll(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter)
