import { Client } from '@elastic/elasticsearch'
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { asking, signUp, unique } from '../read-api.fixture.ts'
import { tagCounts } from './tag-counts.ts'

const { gateway, elasticsearch } = inject('stack')
const anyone = asking((path, init) => fetch(gateway + path, init))
let author: Awaited<ReturnType<typeof signUp>>

beforeAll(async () => {
  author = await signUp(gateway)
})

async function tagsFrom(beginning: string, headers = author.headers as Record<string, string>) {
  const { status, body } = await anyone('GET', '/tags?unknown=x', { headers })
  expect(status).toBe(200)
  return body.tags.filter((tag: string) => tag.startsWith(beginning))
}
const set = (slug: string, article: object) =>
  author.ask('PUT', `/articles/${slug}`, { ...author, body: { article } })

test('tags come the most used first, then by name', async () => {
  const own = unique('tag')
  const [a, b, c] = [`${own}-a`, `${own}-b`, `${own}-c`]
  await author.write({ tagList: [c, b] })
  await author.write({ tagList: [a, c] })
  expect(await tagsFrom(own)).toEqual([c, a, b])
})

test('those of drafts and of what was deleted are in no list, at once', async () => {
  const own = unique('tag')
  await author.write({ status: 'draft', tagList: [`${own}-draft`] })
  const { slug } = await author.write({ tagList: [own] })
  expect(await tagsFrom(own)).toEqual([own])
  await set(slug, { status: 'draft' })
  expect(await tagsFrom(own, {})).toEqual([])
  expect(await tagsFrom(own)).toEqual([])
  await set(slug, { status: 'published' })
  expect(await tagsFrom(own)).toEqual([own])
  await author.ask('DELETE', `/articles/${slug}`, author)
  expect(await tagsFrom(own, {})).toEqual([])
  expect(await tagsFrom(own)).toEqual([])
})

test('there are more of them than Elasticsearch gives at once', async () => {
  const client = new Client({ node: elasticsearch })
  const index = `test-${randomUUID()}`
  onTestFinished(async () => {
    await client.indices.delete({ index })
    await client.close()
  })
  await client.indices.create({ index, mappings: { properties: { tagList: { type: 'keyword' } } } })
  const name = (n: number) => `tag-${String(n).padStart(5, '0')}`
  const operations = Array.from({ length: 1_100 }, (_, n) => [
    { index: { _index: index, _id: String(n) } },
    { tagList: Array.from({ length: 20 }, (_, m) => name(n * 20 + m)) },
  ])
  await client.bulk({ operations: operations.flat(), refresh: true })
  const counts = await tagCounts(client, ['0'], index)
  expect(counts).toEqual(
    Array.from({ length: 1_099 * 20 }, (_, at) => ({ tag: name(at + 20), count: 1 })),
  )
})
