import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, type Author } from '../author.ts'
import { anonymously, articleIn, comment, listIn, publish, uniqueWord } from '../publishing.ts'
import { expectBlank, expectInvalid, expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
let author: Author

beforeAll(async () => {
  author = await register(gateway)
})

const create = (article: object) => author.post('/api/articles', { article })
const update = (slug: string, article: object) => author.put(`/api/articles/${slug}`, { article })
const read = (slug: string) => author.get(`/api/articles/${slug}`)

describe('POST /articles', () => {
  test('answers with the article, which is read back at once', async () => {
    const word = uniqueWord()
    const text = { title: `On ${word}`, description: 'About it', body: 'All of it.\n\n# More' }
    const answer = await create({ ...text, tagList: ['t', 'd', 't', ' d '] })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      article: {
        ...text,
        slug: `on-${word}`,
        tagList: ['d', 't'],
        status: 'published',
        createdAt: instant,
        updatedAt: articleIn(answer).createdAt,
        favorited: false,
        favoritesCount: 0,
        author: { username: author.username, bio: null, image: null, following: false },
      },
    })
    const back = await read(articleIn(answer).slug)
    expect([back.status, back.body]).toEqual([200, answer.body])
  })

  test('without a tagList there are no tags', async () => {
    const answer = await create({ title: uniqueWord(), description: 'd', body: 'b' })
    expect(articleIn(answer).tagList).toEqual([])
    const { slug } = articleIn(answer)
    expect(articleIn(await read(slug)).tagList).toEqual([])
  })

  test.each(['title', 'description', 'body'])('refuses a blank or missing %s', async (field) => {
    for (const value of ['', ' \n', null, undefined]) {
      const article = { title: 't', description: 'd', body: 'b', [field]: value }
      expectBlank(await create(article), field)
    }
  })

  test('names every field that is missing', async () => {
    expectBlank(await create({}), 'title', 'description', 'body')
  })

  test.each([
    ['title', 'x'.repeat(201)],
    ['description', 'x'.repeat(1_001)],
    ['body', 'x'.repeat(500_001)],
    ['title', 5],
    ['tagList', null],
    ['tagList', 'x'],
    ['tagList', ['']],
    ['tagList', [5]],
    ['tagList', ['x'.repeat(41)]],
    ['tagList', Array.from({ length: 21 }, (_, n) => `tag-${n}`)],
    ['status', 'gone'],
  ])('refuses a %s beyond its rules', async (field, value) => {
    const article = { title: 't', description: 'd', body: 'b', [field]: value }
    expectInvalid(await create(article), field)
  })

  test('takes what is just within the limits, counted in characters', async () => {
    const article = {
      title: '\u{1F4F0}'.repeat(200),
      description: '\u{1F4F0}'.repeat(1_000),
      body: 'b',
      tagList: Array.from({ length: 20 }, (_, n) => String(10 + n).padStart(40, 'x')),
    }
    const { status, body } = await create(article)
    expect([status, body]).toEqual([201, { article: expect.objectContaining(article) }])
  })

  test('what only the operator may say is refused', async () => {
    for (const field of [{ createdAt: '2020-01-01T00:00:00Z' }, { author: 'somebody' }]) {
      const article = { title: 't', description: 'd', body: 'b', ...field }
      expectRefusal(await create(article), 'import_forbidden')
    }
  })
})

describe('PUT /articles/:slug', () => {
  test.each(['description', 'body'])('changes the %s and keeps the rest', async (field) => {
    const { word: _word, ...before } = await publish(author)
    const answer = await update(before.slug, { [field]: 'Another.' })
    expect(answer.status).toBe(200)
    const { updatedAt } = articleIn(answer)
    expect(answer.body).toEqual({ article: { ...before, [field]: 'Another.', updatedAt } })
    expect((await read(before.slug)).body).toEqual(answer.body)
  })

  test('updatedAt grows with every update, also within one millisecond', async () => {
    const { slug, createdAt } = await publish(author)
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => update(slug, { body: `${n}` })),
    )
    const instants = answers.map((answer) => articleIn(answer).updatedAt)
    expect(new Set([createdAt, ...instants]).size).toBe(7)
    const newest = instants.toSorted().at(-1)
    const back = articleIn(await read(slug))
    expect(back).toMatchObject({ createdAt, updatedAt: newest })
    expect(back.body).toBe(`${instants.indexOf(newest!)}`)
  })

  test('tagList: absent keeps, [] clears, null is refused', async () => {
    const { slug, word } = await publish(author)
    expect(articleIn(await update(slug, { body: 'x' })).tagList).toEqual([word])
    expect(articleIn(await read(slug)).tagList).toEqual([word])
    expectInvalid(await update(slug, { tagList: null }), 'tagList')
    expect(articleIn(await read(slug)).tagList).toEqual([word])
    expect(articleIn(await update(slug, { tagList: ['b', 'a'] })).tagList).toEqual(['a', 'b'])
    expect(articleIn(await read(slug)).tagList).toEqual(['a', 'b'])
    expect(articleIn(await update(slug, { tagList: [] })).tagList).toEqual([])
    expect(articleIn(await read(slug)).tagList).toEqual([])
  })

  test.each(['title', 'description', 'body'])('refuses a blank %s', async (field) => {
    const { slug } = await publish(author)
    for (const value of ['', null]) expectBlank(await update(slug, { [field]: value }), field)
  })

  test('with no changes leaves the article as it is', async () => {
    const { slug, updatedAt } = await publish(author)
    const answer = await update(slug, {})
    expect([answer.status, articleIn(answer).updatedAt]).toEqual([200, updatedAt])
  })

  test('with a version that has passed is refused', async () => {
    const { slug } = await publish(author)
    const etag = (await update(slug, { body: 'two' })).headers.get('etag') ?? ''
    const put = (body: string) =>
      author.put(`/api/articles/${slug}`, { article: { body } }, { 'If-Match': etag })
    expect((await put('three')).status).toBe(200)
    expectRefusal(await put('four'), 'precondition_failed')
    expect(articleIn(await read(slug)).body).toBe('three')
  })
})

describe('DELETE /articles/:slug', () => {
  test('is gone at once, with its comments', async () => {
    const { slug, word } = await publish(author)
    await comment(author, slug, 'A comment.')
    const answer = await author.remove(`/api/articles/${slug}`)
    expect([answer.status, answer.body]).toEqual([204, null])
    for (const path of [`/api/articles/${slug}`, `/api/articles/${slug}/comments`]) {
      expectRefusal(await author.get(path), 'article_not_found')
      expectRefusal(await anonymously(author, path), 'article_not_found')
    }
    expect(listIn(await author.get(`/api/articles?tag=${word}`)).articlesCount).toBe(0)
    expectRefusal(await author.remove(`/api/articles/${slug}`), 'article_not_found')
    expectRefusal(await update(slug, { body: 'x' }), 'article_not_found')
  })

  test('does not free its slug', async () => {
    const { slug, title } = await publish(author)
    await author.remove(`/api/articles/${slug}`)
    const again = await publish(author, { title })
    expect(again.slug).not.toBe(slug)
    expectRefusal(await author.get(`/api/articles/${slug}`), 'article_not_found')
  })
})

describe('Idempotency-Key', () => {
  test('the same request again makes nothing new; another body under the key is refused', async () => {
    const word = uniqueWord()
    const article = { title: word, description: 'd', body: 'b', tagList: [word] }
    const post = (changes: object) => {
      const headers = { 'Idempotency-Key': word }
      return author.post('/api/articles', { article: { ...article, ...changes } }, headers)
    }
    const [first, second] = [await post({}), await post({})]
    expect([second.status, second.body]).toEqual([201, first.body])
    expect(listIn(await author.get(`/api/articles?tag=${word}`)).articlesCount).toBe(1)
    expectRefusal(await post({ body: 'other' }), 'idempotency_key_reused')
    const anonymous = { 'Idempotency-Key': word }
    const refused = await send(`${gateway}/api/articles`, 'POST', anonymous, { article })
    expectRefusal(refused, 'token_missing')
  })
})
