import { assert, asyncProperty, constantFrom, oneof, string } from 'fast-check'
import { beforeAll, expect, inject, test } from 'vitest'
import { signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const word = unique('w')
let author: Awaited<ReturnType<typeof signUp>>

beforeAll(async () => {
  author = await signUp(gateway)
  const about = { description: word, tagList: [word] }
  await author.write({ ...about, title: 'Foxes & <b>hens</b>', body: 'They were jumping about.' })
  await author.write({ ...about, title: 'О котах', body: 'Бегущие кошки любят молоко.' })
  await author.write({ ...about, title: 'The exact jump', body: 'It jumped.' })
})

async function search(query: string) {
  const { status, body } = await author.ask('GET', `/search?${query}`, author)
  expect(status).toBe(200)
  return body
}
const titles = (body: { hits: { article: { title: string } }[] }) =>
  body.hits.map((hit) => hit.article.title)

test('finds English and Russian words by their stems', async () => {
  expect(titles(await search(`q=${word}+jumps`))).toHaveLength(2)
  expect(titles(await search(`q=${word}+${encodeURIComponent('кошка')}`))).toEqual(['О котах'])
})

test('puts the word in the title first', async () => {
  expect(titles(await search(`q=${word}+jump`))[0]).toBe('The exact jump')
})

test('marks the matches and escapes the rest', async () => {
  const { hits, total } = await search(`tag=${word}&q=fox+jumping`)
  expect(total).toBe(1)
  expect(hits[0].highlights).toEqual({
    title: ['<mark>Foxes</mark> &amp; &lt;b&gt;hens&lt;&#x2F;b&gt;'],
    body: ['They were <mark>jumping</mark> about.'],
  })
  expect(hits[0].article).not.toHaveProperty('body')
})

test('without words gives the newest, by tag and author', async () => {
  const { hits, total } = await search(`tag=${word}&author=${author.username}&limit=2`)
  expect([hits.length, total]).toEqual([2, 3])
  expect(hits[0].article.title).toBe('The exact jump')
  const none = await search(`tag=${word}&author=${unique('nobody')}`)
  expect(none).toMatchObject({ hits: [], total: 0, didYouMean: null, cursor: null })
})

test.each([
  '"unbalanced',
  `${word} AND (`,
  'title:*',
  '*',
  '~2 {"match_all":{}}',
  '\\',
  'a '.repeat(250),
  'ab '.repeat(166),
  '"'.repeat(500),
  '-'.repeat(500),
  'x'.repeat(500),
  'a.b'.repeat(160),
  '-"a b" '.repeat(70),
  '🦊'.repeat(250),
  '漢'.repeat(500),
  '\u202e',
])('takes %j as words', async (typed) => {
  const { status } = await author.ask('GET', `/search?q=${encodeURIComponent(typed)}`)
  expect([200, 422]).toContain(status)
})

test.each([
  ['q', `q=${'x'.repeat(501)}`],
  ['q', 'q=%00'],
  ['limit', 'limit=101'],
  ['limit', 'limit=1&limit=2'],
  ['tag', 'tag=%20'],
  ['sort', 'sort=best'],
  ['from', 'from=yesterday'],
  ['from', 'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z'],
  ['offset', 'offset=10001'],
  ['offset', 'offset=9990&limit=20'],
  ['cursor', 'cursor=x'],
  ['cursor', `cursor=${'x'.repeat(4_001)}`],
])('names %s when it is refused', async (field, query) => {
  const { status, body } = await author.ask('GET', `/search?${query}`)
  expect(status).toBe(422)
  expect(Object.keys(body.errors)).toEqual([field])
})

test('whatever is typed is answered', async () => {
  const unit = constantFrom(...'aёЖ漢"-*~:\\()[]{}/^+!&|<>=,. \'\u0301\u202e🦊9')
  const typed = oneof(string({ unit: 'binary', maxLength: 250 }), string({ unit, maxLength: 250 }))
  await assert(
    asyncProperty(typed, async (q) => {
      for (const path of ['/search', '/search/suggest']) {
        const { status } = await author.ask('GET', `${path}?q=${encodeURIComponent(q)}`)
        expect([200, 422]).toContain(status)
      }
    }),
    { numRuns: 100 },
  )
})
