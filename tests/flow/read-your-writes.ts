import { randomUUID } from 'node:crypto'
import { register, type Answer, type Author } from '../author.ts'

type ArticleBody = { article: { slug: string; title: string; tagList: string[] } }
type ListBody = { articles: { title: string }[] }
type SearchBody = { hits: { article: { title: string } }[] }

/** What a read showed, beside what had to be there. */
export type StaleRead = { endpoint: string; wanted: string; seen: string; said: string | null }

/** The ways to look at an article right after it was written; each gives the titles it shows. */
const endpoints: Record<string, (reader: Read, article: Written) => Promise<[Answer, string[]]>> = {
  'by slug': async (read, { slug }) => {
    const answer = await read(`/api/articles/${slug}`)
    return [answer, [(answer.body as ArticleBody | null)?.article?.title ?? 'none']]
  },
  'by author': async (read, { author }) => {
    const answer = await read(`/api/articles?author=${author}&limit=1`)
    return [
      answer,
      ((answer.body as Partial<ListBody> | null)?.articles ?? []).map(({ title }) => title),
    ]
  },
  'by tag': async (read, { tag }) => {
    const answer = await read(`/api/articles?tag=${tag}`)
    return [
      answer,
      ((answer.body as Partial<ListBody> | null)?.articles ?? []).map(({ title }) => title),
    ]
  },
  search: async (read, { title }) => {
    const answer = await read(`/api/search?q=${encodeURIComponent(title)}`)
    return [
      answer,
      ((answer.body as Partial<SearchBody> | null)?.hits ?? []).map(({ article }) => article.title),
    ]
  },
}

type Read = (path: string) => Promise<Answer>
type Written = { slug: string; title: string; tag: string; author: string }

/**
 * Writers who, at once and without a pause, change an article and look at it through one endpoint
 * after another, with nothing but their Authorization header. Resolves with the reads that were stale.
 *
 * @param reads where reads go, when not to the gateway that is written to
 */
export async function writeAndReadBack(
  gateway: string,
  load: { writers: number; rounds: number },
  reads?: string,
): Promise<{ pairs: number; stale: StaleRead[] }> {
  const writers = await Promise.all(Array.from({ length: load.writers }, () => register(gateway)))
  const stale = await Promise.all(
    writers.map((writer, at) => rounds(writer, load.rounds, at, reads)),
  )
  return { pairs: load.writers * load.rounds, stale: stale.flat() }
}

async function rounds(writer: Author, count: number, shift: number, reads?: string) {
  const stale: StaleRead[] = []
  const names = Object.keys(endpoints)
  const tag = randomUUID().slice(0, 8)
  const read: Read = (path) => writer.get(reads ? reads + path : path)
  let slug = ''
  for (let round = 0; round < count; round++) {
    const title = `Revision ${tag} ${randomUUID().slice(0, 8)}`
    const article = { title, description: 'd', body: 'b', tagList: [tag] }
    const answer = await (round === 0
      ? writer.post('/api/articles', { article })
      : writer.put(`/api/articles/${slug}`, { article }))
    slug = (answer.body as ArticleBody).article.slug
    const endpoint = names[(round + shift) % names.length] ?? 'search'
    const [seen, titles] = await endpoints[endpoint]!(read, {
      slug,
      title,
      tag,
      author: writer.username,
    })
    if (titles[0] === title) continue
    stale.push({
      endpoint,
      wanted: title,
      seen: `${seen.status} ${titles.join(', ')}`,
      said: seen.headers.get('consistency'),
    })
  }
  return stale
}
