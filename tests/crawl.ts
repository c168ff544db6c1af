/** What there is to fill into the paths. */
export type Places = { slugs: string[]; usernames: string[]; words: string[] }
type Page = { path: string; status: number; text: string }

const ofNothing = [
  '/api/articles?limit=100',
  '/api/articles/feed?limit=100',
  '/api/feed?limit=100',
  '/api/tags',
  '/api/user',
  '/api/sessions',
  '/api/search?limit=100',
  '/api/search?sort=newest&limit=100',
  '/api/stats/site',
  '/api/stats/tags',
  '/api/stats/trending?window=1h',
  '/api/stats/trending?window=7d',
  '/api/feeds/articles.atom',
  '/api/feeds/articles.json',
  '/sitemap.xml',
  '/api/openapi.json',
  '/api/docs',
  '/api/docs/try-it.js',
]
const ofSlug = (slug: string) => [
  `/api/articles/${slug}`,
  `/api/articles/${slug}/comments`,
  `/api/articles/${slug}/related`,
  `/api/stats/articles/${slug}`,
]
const ofUser = (username: string) => [
  `/api/profiles/${username}`,
  `/api/articles?author=${username}`,
  `/api/articles?favorited=${username}`,
  `/api/search?author=${username}`,
  `/api/search/suggest?q=${username}`,
  `/api/search/suggest?q=${username.slice(0, -2)}`,
  `/api/feeds/articles.atom?author=${username}`,
  `/api/feeds/articles.json?author=${username}`,
  `/api/stats/authors/${username}`,
]
const ofWord = (word: string) => [
  `/api/articles?tag=${word}`,
  `/api/search?q=${word}`,
  `/api/search?q=${word.slice(0, -2)}`,
  `/api/search?q=${word.slice(0, -1)}x`,
  `/api/search?q=%22${word}%22`,
  `/api/search?tag=${word}`,
  `/api/search/suggest?q=${word}`,
  `/api/search/suggest?q=${word.slice(0, -2)}`,
  `/api/feeds/articles.atom?tag=${word}`,
  `/api/feeds/articles.json?tag=${word}`,
  `/api/stats/trending?window=24h&tag=${word}`,
]

/** A path of every kind of page that the APIs show, and of each for all the places. */
export function pathsOf({ slugs, usernames, words }: Places): string[] {
  return [
    ...ofNothing,
    ...slugs.flatMap(ofSlug),
    ...usernames.flatMap(ofUser),
    ...words.flatMap(ofWord),
  ]
}

/** Looks at everything as one reader, a few pages at a time; a page's text has its headers in it. */
export async function crawl(
  gateway: string,
  headers: Record<string, string>,
  places: Places,
): Promise<Page[]> {
  const left = pathsOf(places)
  const pages: Page[] = []
  const walk = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const answer = await fetch(gateway + path, { headers, redirect: 'manual' })
      const text = `${JSON.stringify([...answer.headers])}\n${await answer.text()}`
      pages.push({ path, status: answer.status, text })
    }
  }
  await Promise.all(Array.from({ length: 8 }, walk))
  return pages
}

/** Where one of the texts stands, in any case, as `<path>: <text>`. */
export function mentions(pages: readonly Page[], texts: readonly string[]): string[] {
  return pages.flatMap(({ path, text }) => {
    const lower = text.toLowerCase()
    return texts.filter((one) => lower.includes(one.toLowerCase())).map((one) => `${path}: ${one}`)
  })
}
