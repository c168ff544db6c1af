import { beforeAll, expect, inject, test } from 'vitest'
import { signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const [word, red, blue] = [unique('w'), unique('red'), unique('blue')]
const month = new Date().toISOString().slice(0, 7)
type Author = Awaited<ReturnType<typeof signUp>>
let [ada, bob] = [] as unknown as [Author, Author]

beforeAll(async () => {
  ada = await signUp(gateway)
  bob = await signUp(gateway)
  await ada.write({ title: `${word} 1`, tagList: [red, blue] })
  await ada.write({ title: `${word} 2`, tagList: [red] })
  await bob.write({ title: `${word} 3`, tagList: [blue] })
  await ada.write({ title: `${word} draft`, tagList: [red], status: 'draft' })
  const { slug } = await ada.write({ title: `${word} gone`, tagList: [red] })
  await ada.ask('DELETE', `/articles/${slug}`, ada)
})

async function search(more = '') {
  const tokens = { headers: { ...ada.headers } }
  const { status, body } = await ada.ask('GET', `/search?q=${word}${more}`, tokens)
  expect(status).toBe(200)
  return body
}

test('tags, authors and months with the number of their articles', async () => {
  await ada.ask('GET', `/search?q=${word}`, bob)
  const { facets, total } = await search()
  expect(total).toBe(3)
  expect(facets.tags.toSorted((a: any, b: any) => (a.value < b.value ? -1 : 1))).toEqual([
    { value: blue, count: 2 },
    { value: red, count: 2 },
  ])
  expect(facets.authors).toEqual([
    { value: ada.username, count: 2 },
    { value: bob.username, count: 1 },
  ])
  expect(facets.months).toEqual([{ value: month, count: 3 }])
})

test('each counts what the other filters let through', async () => {
  const { facets, total } = await search(`&author=${ada.username}&tag=${blue}`)
  expect(total).toBe(1)
  expect(facets.tags).toEqual([
    { value: red, count: 2 },
    { value: blue, count: 1 },
  ])
  expect(facets.authors.map(({ count }: { count: number }) => count)).toEqual([1, 1])
  expect(facets.months).toEqual([{ value: month, count: 1 }])
  const past = await search('&to=2020-01-01T00:00:00Z')
  expect(past).toMatchObject({ total: 0, facets: { tags: [], authors: [] } })
  expect(past.facets.months).toEqual([{ value: month, count: 3 }])
  for (const since of ['2020-01-01', '0000-01-01T00:00:00%2B23:59', '2020-01-01T00:00:00.1234Z']) {
    expect([since, (await search(`&from=${since}`)).total]).toEqual([since, 3])
  }
  expect((await search('&from=9999-12-31T23:59:59-23:59')).total).toBe(0)
})
