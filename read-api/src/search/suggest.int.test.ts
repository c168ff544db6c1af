import { beforeAll, expect, inject, test } from 'vitest'
import { asking, signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const anyone = asking((path, init) => fetch(gateway + path, init))
const word = unique('w')
let author: Awaited<ReturnType<typeof signUp>>

beforeAll(async () => {
  author = await signUp(gateway)
})

async function suggest(q: string, headers = author.headers as Record<string, string>) {
  const path = `/search/suggest?q=${encodeURIComponent(q)}`
  const { status, body } = await anyone('GET', path, { headers })
  expect(status).toBe(200)
  return body
}
const set = (slug: string, article: object) =>
  author.ask('PUT', `/articles/${slug}`, { ...author, body: { article } })
const nothing = { articles: [], tags: [], people: [] }

test('titles in which all words are, the last one as far as it is typed', async () => {
  const title = `Grey ${word}lantern harbour`
  const { slug } = await author.write({ title })
  const found = { articles: [{ slug, title }] }
  for (const q of [
    `${word}lan`,
    `grey ${word.toUpperCase()}`,
    `${word}lantern har`,
    ` ${word}lantern `,
  ]) {
    expect([q, await suggest(q)]).toMatchObject([q, found])
  }
  for (const q of [`${word}lan harbour`, `red ${word}lan`, `${word}lanternx`]) {
    expect([q, await suggest(q)]).toMatchObject([q, { articles: [] }])
  }
})

test('at most five titles', async () => {
  const own = unique('five')
  for (let n = 0; n < 6; n++) await author.write({ title: `${own} ${n}` })
  expect((await suggest(own)).articles).toHaveLength(5)
})

test('tags that begin so in whatever case, the most used first, at most ten', async () => {
  const own = unique('ж')
  const tags = Array.from({ length: 11 }, (_, n) => `${own}-${String(n).padStart(2, '0')}`)
  await author.write({ tagList: tags })
  await author.write({ tagList: [tags[10], tags[3]] })
  const [top, second, ...rest] = (await suggest(own.toUpperCase())).tags
  expect([top, second]).toEqual([tags[3], tags[10]])
  expect(rest).toEqual(tags.filter((_, n) => n !== 3 && n !== 10).slice(0, 8))
  expect(await suggest(`${own}-1`)).toMatchObject({ tags: [tags[10]] })
  expect(await suggest(own.slice(1))).toMatchObject({ tags: [] })
})

test('people by the beginning of their names, in whatever case, as they are now', async () => {
  const own = unique('p')
  const [one, other] = [await signUp(gateway), await signUp(gateway)]
  const rename = (user: typeof one, username: string) =>
    user.ask('PUT', '/user', { ...user, body: { user: { username } } })
  await rename(one, `${own}Ada`)
  await rename(other, `${own}Bob`)
  const { headers } = other
  expect((await suggest(`${own}`, headers)).people).toEqual([`${own}Ada`, `${own}Bob`])
  expect((await suggest(`${own}BO`, headers)).people).toEqual([`${own}Bob`])
  await rename(other, `x${own}`)
  expect((await suggest(own, headers)).people).toEqual([`${own}Ada`])
})

test('nothing of drafts, and at once nothing of what was deleted or taken back', async () => {
  const own = unique('gone')
  await author.write({ status: 'draft', title: `${own} draft`, tagList: [`${own}-draft`] })
  expect(await suggest(own)).toEqual(nothing)
  const { slug } = await author.write({ title: own, tagList: [own] })
  const found = { articles: [{ slug, title: own }], tags: [own], people: [] }
  expect(await suggest(own)).toEqual(found)
  await set(slug, { status: 'draft' })
  expect(await suggest(own, {})).toEqual(nothing)
  expect(await suggest(own)).toEqual(nothing)
  await set(slug, { status: 'published' })
  expect(await suggest(own)).toEqual(found)
  await author.ask('DELETE', `/articles/${slug}`, author)
  expect(await suggest(own, {})).toEqual(nothing)
  expect(await suggest(own)).toEqual(nothing)
})

test.each(['', ' ', '\t\n'])('%j suggests nothing', async (q) => {
  expect(await suggest(q)).toEqual(nothing)
})

test('what is typed is data', async () => {
  const own = `a.${unique('')}*[b]`
  const { slug } = await author.write({ title: own, tagList: [own] })
  expect(await suggest(own)).toMatchObject({ articles: [{ slug }], tags: [own] })
  for (const q of [
    '.*',
    '.',
    '(',
    '[',
    '"',
    '\\',
    '@',
    '#',
    '~',
    '&',
    '<1-9>',
    '^$',
    '-*',
    '{"a":1}',
    '\u202e',
  ]) {
    expect([q, (await suggest(q)).tags]).toEqual([q, expect.not.arrayContaining([own])])
  }
  for (const q of ['ß'.repeat(40), '漢'.repeat(100), 'a '.repeat(50), '((('.repeat(33)]) {
    expect(await suggest(q)).toMatchObject({ tags: [] })
  }
})

test.each(['', '?q=a&q=b', `?q=${'x'.repeat(101)}`, '?q=%00'])('%s is refused', async (query) => {
  const { status, body } = await anyone('GET', `/search/suggest${query}`)
  expect([status, Object.keys(body.errors)]).toEqual([422, ['q']])
})

/** A word of letters alone: what has digits is never taken for mistyped. */
const letters = () => unique('').replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')

test('what is mistyped is found where nothing begins so: titles, tags and people', async () => {
  const own = letters()
  const title = `Grey ${own} harbour`
  const { slug } = await author.write({ title, tagList: [own, 'other'] })
  const person = await signUp(gateway)
  const user = { username: own }
  await person.ask('PUT', '/user', { ...person, body: { user } })
  const swapped = own.slice(0, 7) + own.slice(8)
  expect(await suggest(swapped, person.headers)).toMatchObject({ people: [own] })
  expect(await suggest(swapped)).toMatchObject({ articles: [{ slug, title }], tags: [own] })
  await author.ask('DELETE', `/articles/${slug}`, author)
  expect(await suggest(swapped)).toMatchObject({ articles: [], tags: [] })
})
