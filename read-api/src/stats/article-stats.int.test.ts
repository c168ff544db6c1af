import { beforeAll, expect, inject, test } from 'vitest'
import { signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const none = { views: 0, uniqueReaders: 0, favorites: 0, comments: 0 }
let author: Awaited<ReturnType<typeof signUp>>
let path: string

beforeAll(async () => {
  author = await signUp(gateway)
  path = `/stats/articles/${(await author.write()).slug}`
})

test('has a point for each interval, in the zone that was asked for', async () => {
  const query = 'from=2026-03-29T00:00:00%2B01:00&to=2026-03-30T12:00:00Z&tz=Europe/Berlin'
  const { status, body } = await author.ask('GET', `${path}?${query}`, author)
  expect(status).toBe(200)
  expect(body).toEqual({
    ...none,
    series: [
      { at: '2026-03-28T23:00:00.000Z', ...none },
      { at: '2026-03-29T22:00:00.000Z', ...none },
    ],
  })
})

test('begins with the article when nothing is asked for', async () => {
  const { body } = await author.ask('GET', `${path}?interval=hour`, author)
  expect([1, 2]).toContain(body.series.length)
})

test.each([
  ['from', 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'],
  ['from', 'from=yesterday'],
  ['interval', 'from=2000-01-01T00:00:00Z&interval=hour'],
  ['interval', 'interval=minute'],
  ['tz', 'tz=Mars/Olympus'],
])('names %s when it is refused', async (field, query) => {
  const { status, body } = await author.ask('GET', `${path}?${query}`, author)
  expect(status).toBe(422)
  expect(Object.keys(body.errors)).toEqual([field])
})

test('those of a draft are for its author alone, and there are none of what never was', async () => {
  const { slug } = await author.write({ status: 'draft' })
  await author.ask('POST', `/articles/${slug}/favorite`, author)
  const own = await author.ask('GET', `/stats/articles/${slug}`, author)
  expect(own).toMatchObject({ status: 200, body: { ...none, favorites: 1 } })
  const other = await signUp(gateway)
  for (const reader of [other, {}]) {
    expect((await other.ask('GET', `/stats/articles/${slug}`, reader)).status).toBe(404)
  }
  for (const one of [unique('never'), '%00', '%zz']) {
    expect((await author.ask('GET', `/stats/articles/${one}`, author)).status).toBe(404)
  }
})
