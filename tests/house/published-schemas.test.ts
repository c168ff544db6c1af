import { newArticle } from '@broadsheet/contracts/article'
import { instant, storableInstant } from '@broadsheet/contracts/instant'
import { page } from '@broadsheet/contracts/page'
import { boundedText, filledText } from '@broadsheet/contracts/text'
import { registration, userChanges } from '@broadsheet/contracts/user'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

type Published = { pattern: string; minLength?: number; maxLength?: number }
type Schema = {
  meta: () => object | undefined
  /** Of a pipe: what it begins with. */
  in?: unknown
  safeParse: (value: unknown) => { success: boolean }
}

const publishedOf = (schema: Schema): Published => ({
  ...(schema.in === undefined ? {} : publishedOf(schema.in as Schema)),
  ...(schema.meta() as Published),
})

/** What OpenAPI says of a text, as a validator would read it. */
function allows(schema: Schema, text: string): boolean {
  const { pattern, minLength = 0, maxLength = Infinity } = publishedOf(schema)
  const { length } = [...text]
  return length >= minLength && length <= maxLength && new RegExp(pattern, 'u').test(text)
}

const user = registration.shape.user.shape
const schemas: [string, Schema, string[]][] = [
  ['a bounded text', boundedText(3), ['', '📰📰📰', 'abcd', 'a\0']],
  [
    'a filled text',
    filledText(3),
    [' ', '\u00a0\ufeff', '\u0085', '\u001c', ' a\n', '\0a', '📰📰📰'],
  ],
  ['a username', user.username, ['a\n', 'a b', 'a\u2028', 'a\u0085', 'ä-1', 'a/b', 'x'.repeat(41)]],
  [
    'an email',
    user.email,
    ['a@b.cc', 'a@b', '@b.cc', 'a..b@c.dd', ' a@b.cc', 'a@b.cc\n', 'a@-b.cc'],
  ],
  ['an instant', instant, ['2024-01-01T00:00:00Z', '2024-01-01', '2024-01-01t00:00:00z', '']],
  ['a stored instant', storableInstant, ['1899-12-31T23:59:59Z', '2299-06-01T00:00:00.5+01:00']],
]

test.each(schemas)('%s is published as it is validated', (_name, schema, samples) => {
  const agree = (text: string) => allows(schema, text) === schema.safeParse(text).success
  for (const text of samples) expect([text, agree(text)]).toEqual([text, true])
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.string({
      unit: fc.constantFrom(' ', '\t', '\0', 'a', '@', '.', '\u2003', '📰'),
      maxLength: 8,
    }),
  )
  fc.assert(fc.property(texts, agree))
})

test('whole numbers and lists have the limits that are published', () => {
  const { minimum, maximum } = page.shape.limit.unwrap().meta() as {
    minimum: number
    maximum: number
  }
  const limits = [minimum - 1, minimum, maximum, maximum + 1]
  const taken = limits.map((limit) => page.safeParse({ limit: String(limit) }).success)
  expect(taken).toEqual([false, true, true, false])

  const article = { title: 't', description: 'd', body: 'b' }
  const tagged = (tagList: string[]) => newArticle.safeParse({ article: { ...article, tagList } })
  expect(tagged(Array.from({ length: 20 }, (_, n) => `${n}`)).success).toBe(true)
  expect(tagged(Array.from({ length: 21 }, (_, n) => `${n}`)).success).toBe(false)
})

test('a password is as long as its characters are many', () => {
  const changes = (password: string) => userChanges.safeParse({ user: { password } }).success
  const taken = [7, 8, 1024, 1025].map((length) => changes('📰'.repeat(length)))
  expect(taken).toEqual([false, true, true, false])
})
