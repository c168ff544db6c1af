import { beforeAll, expect, inject, test } from 'vitest'
import { signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const [tag, word] = [unique('tag'), unique('w')]
let author: Awaited<ReturnType<typeof signUp>>

beforeAll(async () => {
  author = await signUp(gateway)
})

async function related(
  slug: string,
  query = '',
  reader: { headers?: Record<string, string> } = author,
) {
  const { body } = await author.ask('GET', `/articles/${slug}/related${query}`, {
    headers: reader.headers ?? {},
  })
  return body.articles.map(({ slug }: { slug: string }) => slug)
}

test('articles of the same words and tags, without itself, drafts and what was deleted', async () => {
  const body = `The ${word} keeper trims the lamp of the lighthouse.`
  const about = { tagList: [tag], body, description: word }
  const { slug } = await author.write({ ...about, title: `${word} lighthouse keepers` })
  const alike = await author.write({ ...about, title: `A ${word} lighthouse lamp` })
  const tagged = await author.write({ tagList: [tag], title: 'Of something else', body: 'no' })
  await author.write({ ...about, title: `${word} lighthouse draft`, status: 'draft' })
  const gone = await author.write({ ...about, title: `${word} lighthouse gone` })
  await author.ask('DELETE', `/articles/${gone.slug}`, author)
  const [first, ...others] = await related(slug, '?limit=20')
  expect(first).toBe(alike.slug)
  expect(others).toContain(tagged.slug)
  expect([first, ...others]).not.toContain(slug)
  expect(JSON.stringify(others)).not.toMatch(/draft|gone/)
  expect(await related(slug, '?limit=1')).toEqual([alike.slug])
})

test('a draft has related articles for its author alone', async () => {
  const { slug } = await author.write({ status: 'draft', title: unique('Draft ') })
  const path = `/articles/${slug}/related`
  expect((await author.ask('GET', path, author)).status).toBe(200)
  expect((await author.ask('GET', path)).status).toBe(404)
  expect((await author.ask('GET', `/articles/${unique('no-')}/related`)).status).toBe(404)
  expect((await author.ask('GET', `${path}?limit=21`, author)).status).toBe(422)
})
