import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, signIn, type Answer, type Author } from '../author.ts'
import {
  articleIn,
  comment,
  commentsIn,
  profileIn,
  publish,
  slugsIn,
  uniqueWord,
} from '../publishing.ts'

const { gateway } = inject('stack')
const rounds = 25

/** What both devices wrote in a round, and where it has to be seen. */
type Round = { slugs: string[]; favorited: string; comment: string; bio: string }

describe('one account on two devices', () => {
  let desk: Author
  let phone: Author
  const tag = uniqueWord()
  const slugs: string[] = []

  beforeAll(async () => {
    desk = await register(gateway)
    phone = await signIn(gateway, desk)
    slugs.push((await publish(desk, { tagList: [tag] })).slug)
  })

  /** Each device writes twice, both at the same time. */
  async function writeOnBoth(): Promise<Round> {
    const text = uniqueWord()
    const first = slugs[0]!
    const target = slugs.at(-1)!
    const onDesk = async () => {
      const { slug } = await publish(desk, { tagList: [tag] })
      await comment(desk, first, text)
      return slug
    }
    const onPhone = async () => {
      await phone.post(`/api/articles/${target}/favorite`)
      await phone.put('/api/user', { user: { bio: text } })
    }
    const [slug] = await Promise.all([onDesk(), onPhone()])
    slugs.push(slug)
    return { slugs, favorited: target, comment: text, bio: text }
  }

  async function expectAllSeen(device: Author, round: Round): Promise<void> {
    const [list, favorited, found, comments, profile, search] = await Promise.all([
      device.get(`/api/articles?tag=${tag}&limit=100`),
      device.get(`/api/articles?favorited=${desk.username}&limit=100`),
      device.get(`/api/articles/${round.favorited}`),
      device.get(`/api/articles/${round.slugs[0]}/comments?limit=1`),
      device.get(`/api/profiles/${desk.username}`),
      device.get(`/api/search?tag=${tag}&limit=1`),
    ])
    const answers = [list, favorited, found, comments, profile, search]
    expect(answers.map(({ headers }) => headers.get('consistency'))).toEqual(
      answers.map(() => 'fresh'),
    )
    expect(slugsIn(list)).toEqual(round.slugs.toReversed())
    expect(slugsIn(favorited)).toEqual(round.slugs.slice(0, -1).toReversed())
    expect(articleIn(found)).toMatchObject({ favorited: true, favoritesCount: 1 })
    expect(commentsIn(comments)[0]?.body).toBe(round.comment)
    expect(profileIn(profile).bio).toBe(round.bio)
    expect(search.body).toMatchObject({ total: round.slugs.length })
  }

  test('what both write at once is missed by neither', async () => {
    for (let round = 0; round < rounds; round++) {
      const written = await writeOnBoth()
      await Promise.all([desk, phone].map((device) => expectAllSeen(device, written)))
    }
  })
})

describe('a reader without a name', () => {
  /** The consistency cookie of an answer, as a browser sends it back. */
  const cookieOf = ({ headers }: Answer) =>
    headers
      .getSetCookie()
      .map((cookie) => cookie.replace(/;.*/s, ''))
      .find((cookie) => /^(?:__Host-)?consistency=/.test(cookie)) ?? ''

  test('reads fresh what was just written by the same browser', async () => {
    const author = await register(gateway)
    const tag = uniqueWord()
    const slugs: string[] = []
    for (let round = 0; round < rounds; round++) {
      const article = { title: uniqueWord(), description: 'd', body: 'b', tagList: [tag] }
      const written = await author.post('/api/articles', { article })
      slugs.unshift(articleIn(written).slug)
      const headers = { Cookie: cookieOf(written) }
      expect(headers.Cookie).not.toBe('')
      const read = (path: string) => send(gateway + path, 'GET', headers)
      const list = await read(`/api/articles?tag=${tag}&limit=100`)
      expect([slugsIn(list), list.headers.get('consistency')]).toEqual([slugs, 'fresh'])
      const found = await read(`/api/articles/${slugs[0]}`)
      expect([found.status, found.headers.get('consistency')]).toEqual([200, 'fresh'])
    }
  })

  test('and without any token is told nothing of consistency', async () => {
    const { slug } = await publish(await register(gateway))
    for (const path of ['/api/articles', '/api/tags', '/api/search?q=a', `/api/articles/${slug}`]) {
      const { headers } = await send(gateway + path, 'GET')
      expect([path, headers.has('consistency')]).toEqual([path, false])
      expect(headers.has('consistency-lag')).toBe(false)
    }
  })
})
