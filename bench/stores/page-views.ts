/** How much is made; everything else follows from it, the same on every machine. */
export type Size = { views: number; articles: number; tags: number; authors: number }

export type Article = { id: string; authorId: string; status: string; tags: string[] }
export type PageView = {
  id: string
  articleId: string
  /** Ms since 1970. */
  at: number
  /** 128 bits in hex, of one reader on one UTC day. */
  visitor: string
  referrer: string
}

const dayMs = 86_400_000
const days = 90
/** The views are of the time before this, and are asked about as if it were now. */
export const now = Date.parse('2026-06-01T00:00:00Z')
export const daysAgo = (count: number) => now - count * dayMs

/** What a number is drawn for: the same number gives another draw for another. */
const draws = { view: 1, article: 2, visitor: 3, referrer: 4, late: 5, who: 6, tag: 7, author: 8 }
const viewsPerVisitor = 10
const referrers = ['', '', '', 'www.google.com', 'news.ycombinator.com', 't.co', 'duckduckgo.com']

/**
 * The articles, the most read first. One in a hundred is published no more; each has one to five
 * tags, of which few are frequent.
 */
export function makeArticles({ articles, tags, authors }: Size): Article[] {
  return Array.from({ length: articles }, (_, at) => {
    const count = 1 + (mixed(draws.tag, at) % 5)
    const ranks = Array.from({ length: count }, (_, step) =>
      zipf(share(draws.tag + 16 * (step + 1), at), tags),
    )
    return {
      id: uuidOf(draws.article, at),
      authorId: uuidOf(draws.author, mixed(draws.author, at) % authors),
      status: at % 100 === 99 ? 'archived' : 'published',
      tags: [...new Set(ranks)].map((rank) => `tag-${rank}`),
    }
  })
}

/**
 * The views from `first` to before `last` of all, in the order in which they arrive: over 90 days,
 * by day more than by night, some up to a minute late. Few articles have most of them, and few of the
 * visitors, who are a tenth as many as views.
 */
export function makeViews(
  { views, articles: count }: Size,
  articles: readonly Article[],
  first: number,
  last: number,
): PageView[] {
  const visitors = Math.ceil(views / viewsPerVisitor)
  return Array.from({ length: Math.min(last, views) - first }, (_, step) => {
    const at = first + step
    const instant = arrival(at / views) - (mixed(draws.late, at) % 60_000)
    const visitor = Math.floor(visitors * share(draws.visitor, at) ** 4)
    const day = Math.floor(instant / dayMs)
    return {
      id: uuidOf(draws.view, at),
      articleId: articles[zipf(share(draws.article, at), count)]?.id ?? '',
      at: instant,
      visitor: hexOf(draws.who, Math.imul(visitor, 128) + (day % 128)).join(''),
      referrer: referrers[mixed(draws.referrer, at) % referrers.length] ?? '',
    }
  })
}

export const lineColumns = ['id', 'article_id', 'visitor', 'at', 'referrer'] as const

/** Tab-separated lines that both stores take; the time is in UTC, without saying so. */
export function viewLines(views: readonly PageView[]): string {
  let lines = ''
  for (const { id, articleId, visitor, at, referrer } of views) {
    lines += `${id}\t${articleId}\t${visitor}\t${timeOf(at)}\t${referrer || String.raw`\N`}\n`
  }
  return lines
}

/** As ClickHouse reads a time without a setting. */
export const timeOf = (at: number) => new Date(at).toISOString().replace('T', ' ').slice(0, -1)

function arrival(part: number): number {
  const day = part * days
  const swing = (0.8 * Math.sin(2 * Math.PI * day)) / (2 * Math.PI)
  return Math.floor(daysAgo(days) + (day - swing) * dayMs)
}

/** The n-th of `count` with a chance of about 1/n, from an even share of 0 to 1. */
const zipf = (even: number, count: number) => Math.floor((count + 1) ** even) - 1

const share = (draw: number, value: number) => mixed(draw, value) / 2 ** 32

/** A 32-bit hash that gives every number another one. */
function mixed(draw: number, value: number): number {
  let hash = value ^ Math.imul(draw, 0x9e37_79b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const hexOf = (draw: number, value: number) =>
  [0x100, 0x200, 0x300, 0x400].map((part) =>
    mixed(part + draw, value)
      .toString(16)
      .padStart(8, '0'),
  )

function uuidOf(draw: number, value: number): string {
  const [a = '', b = '', c = '', d = ''] = hexOf(draw, value)
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`
}
