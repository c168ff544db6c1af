import { expect, inject, test } from 'vitest'
import { signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')

async function corpus(count: number) {
  const author = await signUp(gateway)
  const word = unique('w')
  const slugs: string[] = []
  for (let at = 0; at < count; at++) {
    slugs.push((await author.write({ title: `${word} ${at}`, body: 'b '.repeat(at + 1) })).slug)
  }
  const ask = async (query: string) => {
    const { status, body } = await author.ask('GET', `/search?q=${word}&${query}`, author)
    expect(status).toBe(200)
    return { ...body, slugs: body.hits.map((hit: any) => hit.article.slug) }
  }
  return { author, word, slugs, ask }
}
const next = (cursor: string) => `cursor=${encodeURIComponent(cursor)}`

test.each(['relevance', 'newest'])(
  'pages by %s neither repeat nor skip while articles come and go',
  async (sort) => {
    const { author, word, slugs, ask } = await corpus(7)
    const first = await ask(`sort=${sort}&limit=2`)
    const seen = [...first.slugs]
    const unseen = slugs.filter((slug) => !seen.includes(slug))
    const [deleted = '', unpublished = '', edited = ''] = unseen
    let { cursor } = first
    await author.write({ title: `${word} ${word} ${word}` })
    await author.ask('DELETE', `/articles/${deleted}`, author)
    const set = (slug: string, article: object) =>
      author.ask('PUT', `/articles/${slug}`, { ...author, body: { article } })
    await set(unpublished, { status: 'draft' })
    await set(edited, { body: 'edited' })
    while (cursor !== null) {
      const page = await ask(`sort=${sort}&limit=2&${next(cursor)}`)
      seen.push(...page.slugs)
      await author.write({ title: `${word} new` })
      cursor = page.cursor
    }
    const expected = slugs.filter((slug) => slug !== deleted && slug !== unpublished)
    expect(seen.toSorted()).toEqual(expected.toSorted())
  },
)

test('the pages are those of one long page, and a page can be asked for again', async () => {
  const { ask } = await corpus(5)
  const whole = (await ask('limit=5')).slugs
  const one = await ask('limit=2')
  const two = await ask(`limit=2&${next(one.cursor)}`)
  const three = await ask(`limit=2&${next(two.cursor)}`)
  expect([...one.slugs, ...two.slugs, ...three.slugs]).toEqual(whole)
  expect(three.cursor).toBeNull()
  expect(await ask(`limit=2&${next(one.cursor)}`)).toMatchObject({ slugs: two.slugs })
  const deeper = await ask('limit=2&offset=1')
  expect(deeper.slugs).toEqual(whole.slice(1, 3))
  expect((await ask(`limit=2&${next(deeper.cursor)}`)).slugs).toEqual(whole.slice(3))
})

test('a cursor is for the search that gave it, and is not made by clients', async () => {
  const { author, word, ask } = await corpus(2)
  const { cursor } = await ask('limit=1')
  const refused = async (query: string, field = 'cursor') => {
    const { status, body } = await author.ask('GET', `/search?${query}`)
    expect([status, Object.keys(body.errors)]).toEqual([422, [field]])
  }
  await refused(`q=other&limit=1&${next(cursor)}`)
  await refused(`q=${word}&sort=newest&limit=1&${next(cursor)}`)
  await refused(`q=${word}&limit=1&${next(`${cursor}x`)}`)
  await refused(`q=${word}&limit=1&offset=1&${next(cursor)}`, 'offset')
})
