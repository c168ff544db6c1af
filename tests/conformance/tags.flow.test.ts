import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, type Answer, type Author } from '../author.ts'
import { anonymously, publish, uniqueWord } from '../publishing.ts'

const { gateway } = inject('stack')
let author: Author

beforeAll(async () => {
  author = await register(gateway)
})

const tagsIn = ({ body }: Answer) => (body as { tags: string[] }).tags
const tags = async () => tagsIn(await author.get('/api/tags'))
const update = (slug: string, article: object) => author.put(`/api/articles/${slug}`, { article })

describe('GET /tags', () => {
  test('has every tag of an article that is published, once, for anybody', async () => {
    const own = uniqueWord()
    await publish(author, { tagList: [own] })
    const { headers } = await author.post('/api/articles', {
      article: { title: 't', description: 'd', body: 'b', tagList: [own, `${own}-2`] },
    })
    const token = { 'Consistency-Token': headers.get('consistency-token') ?? '' }
    const answer = await send(`${gateway}/api/tags`, 'GET', token)
    expect(answer.status).toBe(200)
    const found = tagsIn(answer).filter((tag) => tag.startsWith(own))
    expect(found.toSorted()).toEqual([own, `${own}-2`])
    expect(new Set(tagsIn(answer)).size).toBe(tagsIn(answer).length)
  })

  test('follows updates, drafts and deletes at once', async () => {
    const { slug, word } = await publish(author)
    const other = uniqueWord()
    expect(await tags()).toContain(word)
    await update(slug, { tagList: [other] })
    const changed = await tags()
    expect(changed).toContain(other)
    expect(changed).not.toContain(word)
    await update(slug, { status: 'draft' })
    expect(tagsIn(await anonymously(author, '/api/tags'))).not.toContain(other)
    expect(await tags()).not.toContain(other)
    await update(slug, { status: 'published' })
    expect(await tags()).toContain(other)
    await author.remove(`/api/articles/${slug}`)
    expect(tagsIn(await anonymously(author, '/api/tags'))).not.toContain(other)
    expect(await tags()).not.toContain(other)
  })

  test('names a tag as long as one article has it', async () => {
    const own = uniqueWord()
    const both = [publish(author, { tagList: [own] }), publish(author, { tagList: [own] })]
    const [one, two] = await Promise.all(both)
    await author.remove(`/api/articles/${one?.slug}`)
    expect(await tags()).toContain(own)
    await author.remove(`/api/articles/${two?.slug}`)
    expect(await tags()).not.toContain(own)
  })

  test('has them all, however many there are', async () => {
    const own = uniqueWord()
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        publish(author, { tagList: Array.from({ length: 20 }, (_, m) => `${n}-${m}-${own}`) }),
      ),
    )
    expect((await tags()).filter((tag) => tag.endsWith(own))).toHaveLength(200)
  })
})
