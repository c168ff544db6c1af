import { expect, inject, test, vi } from 'vitest'
import { register, send } from '../author.ts'
import { publish } from '../publishing.ts'

const { gateway } = inject('stack')
const browser = (name: string) => ({ 'User-Agent': `Mozilla/5.0 (X11; Linux x86_64) ${name}/1.0` })

test('an article’s views are counted by reader, and those of bots are not', async () => {
  const author = await register(gateway)
  const { slug } = await publish(author)
  const url = `${gateway}/api/articles/${slug}`
  const one = browser('Firefox')
  for (const headers of [one, one, browser('Safari')]) {
    const fresh = { ...headers, ...author.bearer() }
    expect((await send(url, 'GET', fresh)).status).toBe(200)
  }
  await counted({ views: 3, uniqueReaders: 2 }, slug)

  await send(url, 'HEAD', one)
  await send(url, 'GET', { 'User-Agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' })
  // Both read APIs take part, so that what either of them had counted would be there before the last.
  for (let at = 0; at < 4; at++) await send(url, 'GET', browser('Opera'))
  await counted({ views: 7, uniqueReaders: 3 }, slug)
})

/** Waits until exactly so much is counted. */
async function counted(expected: { views: number; uniqueReaders: number }, slug: string) {
  await vi.waitFor(
    async () => {
      const { body } = await send(`${gateway}/api/stats/articles/${slug}?interval=month`, 'GET')
      expect(body).toMatchObject(expected)
      expect((body as { series: object[] }).series.at(-1)).toMatchObject(expected)
    },
    { timeout: 20_000, interval: 100 },
  )
}
