import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { register, send, type Author } from '../author.ts'
import { crawl, mentions } from '../crawl.ts'
import { describe as read } from '../launch.ts'
import { articleIn, comment, publish, slugsIn } from '../publishing.ts'

/** The bound of a wait, as the APIs have it unless told otherwise. */
const boundMs = 2_000
const healingMs = 60_000
const strict = { Prefer: 'consistency=strict' }

const stack = inject('stack')
const { gateway } = stack
let author: Author
let reader: Author
let pids: Record<string, number>

beforeAll(async () => {
  ;[author, reader] = await Promise.all([register(gateway), register(gateway)])
  await reader.post(`/api/profiles/${author.username}/follow`)
})
afterAll(() => signal('SIGCONT'))

function pidsNow(): Record<string, number> {
  const { processes } = read(stack.dataDir)
  return Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, pid]))
}

/** A process that is stopped still lives, so that nobody starts another in its place. */
function signal(name: 'SIGSTOP' | 'SIGCONT'): void {
  const { projector } = pidsNow()
  if (projector !== undefined) process.kill(projector, name)
}

type Kept = { slug: string; word: string }

describe('while the projector is stopped', () => {
  /** Written before: one stays as it is, the others are deleted and taken back. */
  let kept: Kept
  let deleted: Kept
  let unpublished: Kept
  let removedComment: number

  beforeAll(async () => {
    kept = await publish(author)
    deleted = await publish(author)
    unpublished = await publish(author)
    removedComment = (await comment(author, kept.slug, 'To be taken back.')).id
    for (const { slug } of [deleted, unpublished]) {
      await reader.post(`/api/articles/${slug}/favorite`)
      await comment(reader, slug, 'Well.')
    }
    // Everything is there, in every projection, before it stops.
    for (const one of [author, reader]) {
      for (const path of [`/api/articles/feed`, `/api/stats/articles/${kept.slug}`]) {
        await vi.waitFor(async () => expect((await one.get(path, strict)).status).toBe(200), 10_000)
      }
    }
    pids = pidsNow()
    const places = { slugs: [], usernames: [], words: [deleted.word, unpublished.word] }
    const pages = await crawl(gateway, reader.bearer(), places)
    expect(mentions(pages, places.words).length).toBeGreaterThan(10)
    signal('SIGSTOP')
  })

  test('a write is answered, and its reader is told that they are behind, within the bound', async () => {
    const { slug } = await publish(author)
    const started = performance.now()
    const { status, headers } = await author.get(`/api/articles/${slug}`)
    // One wait; what is beyond it is the machine's.
    expect(performance.now() - started).toBeLessThan(3 * boundMs)
    expect([status, headers.get('consistency')]).toEqual([404, 'stale'])
    expect(Number(headers.get('consistency-lag'))).toBeGreaterThan(0)
  })

  test('the stall is waited for once, not by every read', async () => {
    const paths = [
      `/api/articles/${kept.slug}`,
      `/api/articles?author=${author.username}`,
      `/api/profiles/${author.username}`,
      `/api/articles/${kept.slug}/comments`,
      `/api/search?q=${kept.word}`,
      '/api/articles/feed',
      '/api/tags',
      `/api/stats/articles/${kept.slug}`,
    ]
    // Each projection's stall is found out by whoever meets it first.
    for (const path of paths) await author.get(path)
    const started = performance.now()
    let reads = 0
    for (let round = 0; round < 5; round++) {
      for (const path of paths) {
        const { status, headers } = await author.get(path)
        expect([path, status, headers.get('consistency')]).toEqual([path, 200, 'stale'])
        reads += 1
      }
    }
    // Had each waited, it would have been 40 bounds.
    expect(reads).toBe(40)
    expect(performance.now() - started).toBeLessThan(10 * boundMs)
  })

  test('who insists on a fresh answer gets none, and is told when to ask again', async () => {
    for (const path of [`/api/articles/${kept.slug}`, '/api/articles', `/api/search?q=a`]) {
      const refused = await author.get(path, strict)
      expect(refused).toMatchObject({ status: 503, body: { code: 'not_fresh' } })
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    }
  })

  test('who has no token neither waits nor is told anything', async () => {
    for (const path of [`/api/articles/${kept.slug}`, '/api/articles', '/api/tags']) {
      const { status, headers } = await send(gateway + path, 'GET')
      expect([status, headers.has('consistency')]).toEqual([200, false])
    }
  })

  test('what is deleted or taken back is gone for everybody', async () => {
    expect((await author.remove(`/api/articles/${deleted.slug}`)).status).toBe(204)
    const article = { status: 'draft' }
    const turned = await author.put(`/api/articles/${unpublished.slug}`, { article })
    expect(articleIn(turned).status).toBe('draft')
    const gone = [deleted, unpublished]
    const places = {
      slugs: gone.map(({ slug }) => slug),
      usernames: [author.username, reader.username],
      words: gone.map(({ word }) => word),
    }
    const views = await Promise.all([
      crawl(gateway, author.bearer(), places),
      crawl(gateway, reader.bearer(), places),
      crawl(gateway, {}, places),
    ])
    const pages = views.flat()
    // Who is an editor by now can't be told, and is not believed of the past.
    const isUnsure = ({ path, text }: { path: string; text: string }) =>
      path === '/api/stats/site' && text.includes('"not_fresh"')
    expect(pages.filter((page) => page.status >= 500 && !isUnsure(page))).toEqual([])
    expect(mentions(pages, places.words)).toEqual([])
    expect(pages.some(({ text }) => text.includes(kept.word))).toBe(true)
  })

  test('a deleted comment is gone, too', async () => {
    const path = `/api/articles/${kept.slug}/comments`
    expect((await author.remove(`${path}/${removedComment}`)).status).toBe(204)
    for (const one of [await author.get(path), await send(gateway + path, 'GET')]) {
      expect([one.status, one.body]).toEqual([200, { comments: [] }])
    }
  })

  test(
    'all is fresh when it goes on, and no process was started anew',
    { timeout: 2 * healingMs },
    async () => {
      const { slug, word } = await publish(author)
      signal('SIGCONT')
      const paths = [`/api/articles/${slug}`, `/api/search?q=${word}`, '/api/articles/feed']
      for (const path of [...paths, `/api/stats/articles/${slug}`]) {
        const isFresh = async () => {
          const { status, headers } = await author.get(path, strict)
          expect([path, status, headers.get('consistency')]).toEqual([path, 200, 'fresh'])
        }
        await vi.waitFor(isFresh, { timeout: healingMs, interval: 200 })
      }
      expect((await author.get(`/api/search?q=${word}`)).body).toMatchObject({ total: 1 })
      for (const gone of [deleted.word, unpublished.word]) {
        const list = await send(`${gateway}/api/articles?tag=${gone}`, 'GET')
        expect(slugsIn(list)).toEqual([])
      }
      const own = await author.get(`/api/articles/${unpublished.slug}`)
      expect(articleIn(own).status).toBe('draft')
      expect(pidsNow()).toEqual(pids)
    },
  )
})
