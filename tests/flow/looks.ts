import type { Article, ListedArticle } from '@broadsheet/contracts/article'
import type { SearchAnswer, SuggestAnswer } from '@broadsheet/contracts/search'
import type { StatsSeries } from '@broadsheet/contracts/stats'
import type { JsonFeed } from '@broadsheet/contracts/syndication'
import type { Answer } from '../author.ts'
import { commentsIn, listIn, profileIn } from '../publishing.ts'
import { ownPieces, published, type Client, type Neighbour, type Piece } from './client.ts'

/** One way to look at what was written: what has to be shown, and what an answer does show. */
export type Look = {
  endpoint: string
  path: string
  wanted: unknown
  shown: (answer: Answer) => unknown
}

const ordered = (texts: Iterable<string>) => [...texts].toSorted()
const line = ({ slug, title, favorited, favoritesCount }: ListedArticle) =>
  `${slug} "${title}" ${favorited} ${favoritesCount}`
const lineOf = ({ slug, title, favorited }: Piece) =>
  `${slug} "${title}" ${favorited} ${favorited ? 1 : 0}`
const lines = (answer: Answer) => ordered(listIn(answer).articles.map(line))

function list(endpoint: string, path: string, pieces: readonly Piece[]): Look {
  const wanted = [pieces.length, ...ordered(pieces.map(lineOf))]
  const shown = (answer: Answer) => [listIn(answer).articlesCount, ...lines(answer)]
  return { endpoint, path, wanted, shown }
}

function bySlug(client: Client, piece: Piece): Look {
  const { title, body, tags, status, favorited, by } = piece
  const path = `/api/articles/${piece.slug}`
  const author = by?.username ?? client.username
  const following = by?.following ?? false
  const count = favorited ? 1 : 0
  const texts = [title, body, ...ordered(tags), status]
  const wanted = status === 'deleted' ? 404 : [...texts, favorited, count, author, following]
  const shown = (answer: Answer) => {
    if (answer.status !== 200) return answer.status
    const { article } = answer.body as { article: Article }
    const { title, body, tagList, status, favorited, favoritesCount, author } = article
    const texts = [title, body, ...tagList, status]
    return [...texts, favorited, favoritesCount, author.username, author.following]
  }
  return { endpoint: 'by slug', path, wanted, shown }
}

const byTag = (client: Client, tag: string) =>
  list(
    'by tag',
    `/api/articles?tag=${tag}&limit=100`,
    published(ownPieces(client)).filter(({ tags }) => tags.includes(tag)),
  )
const byAuthor = (client: Client) =>
  list(
    'by author',
    `/api/articles?author=${client.username}&limit=100`,
    published(ownPieces(client)),
  )
const byFavorited = (client: Client) =>
  list(
    'favorited',
    `/api/articles?favorited=${client.username}&limit=100`,
    published(client.pieces).filter(({ favorited }) => favorited),
  )

/** As feed readers get it: the newest 20. */
const byAuthorAsFeed = (client: Client): Look => ({
  endpoint: 'feed by author',
  path: `/api/feeds/articles.json?author=${client.username}`,
  wanted: published(ownPieces(client))
    .map(({ title }) => title)
    .slice(-20)
    .toReversed(),
  shown: ({ body }) => (body as JsonFeed).items.map(({ title }) => title),
})

function search(piece: Piece): Look {
  const hits = piece.status === 'published' ? [piece] : []
  return {
    endpoint: 'search',
    path: `/api/search?q=${piece.word}`,
    wanted: [hits.length, ...hits.map(lineOf)],
    shown: ({ body }) => {
      const { total, hits } = body as SearchAnswer
      return [total, ...hits.map(({ article }) => line(article))]
    },
  }
}

/** A word that stood in a title once, and stands nowhere now. */
export function searchFor(formerWord: string): Look {
  return {
    endpoint: 'search for a former title',
    path: `/api/search?q=${formerWord}`,
    wanted: 0,
    shown: ({ body }) => (body as SearchAnswer).total,
  }
}

function suggest(piece: Piece): Look {
  const { slug, title } = piece
  return {
    endpoint: 'suggest',
    path: `/api/search/suggest?q=${piece.word.slice(0, 20)}`,
    wanted: piece.status === 'published' ? [{ slug, title }] : [],
    shown: ({ body }) => (body as SuggestAnswer).articles,
  }
}

const isUsed = (client: Client, tag: string) =>
  published(ownPieces(client)).some(({ tags }) => tags.includes(tag))

function suggestTag(client: Client, tag: string): Look {
  return {
    endpoint: 'suggest a tag',
    path: `/api/search/suggest?q=${tag}`,
    wanted: isUsed(client, tag) ? [tag] : [],
    shown: ({ body }) => (body as SuggestAnswer).tags,
  }
}

function tags(client: Client): Look {
  return {
    endpoint: 'tags',
    path: '/api/tags',
    wanted: ordered(client.tags.filter((tag) => isUsed(client, tag))),
    shown: ({ body }) =>
      ordered((body as { tags: string[] }).tags.filter((tag) => client.tags.includes(tag))),
  }
}

function comments({ slug, status, comments }: Piece): Look {
  const texts = [...comments].map(([id, body]) => `${id} ${body}`)
  return {
    endpoint: 'comments',
    path: `/api/articles/${slug}/comments`,
    wanted: status === 'deleted' ? 404 : ordered(texts),
    shown: (answer) =>
      answer.status === 200
        ? ordered(commentsIn(answer).map(({ id, body }) => `${id} ${body}`))
        : answer.status,
  }
}

function profile({ username, bio }: Client): Look {
  return {
    endpoint: 'own profile',
    path: `/api/profiles/${username}`,
    wanted: [username, bio],
    shown: (answer) => [profileIn(answer).username, profileIn(answer).bio],
  }
}

/** A name that the client had before. */
export function formerProfile(username: string): Look {
  const path = `/api/profiles/${username}`
  return { endpoint: 'former profile', path, wanted: 404, shown: ({ status }) => status }
}

function following({ username, following }: Neighbour): Look {
  return {
    endpoint: 'profile',
    path: `/api/profiles/${username}`,
    wanted: following,
    shown: (answer) => profileIn(answer).following,
  }
}

function feed({ pieces }: Client): Look {
  const followed = pieces.filter(({ by }) => by?.following)
  return list('feed', '/api/articles/feed?limit=100', followed)
}

const engagementOf = (pieces: readonly Piece[]) => [
  pieces.filter(({ favorited }) => favorited).length,
  pieces.reduce((sum, { comments }) => sum + comments.size, 0),
]

function counted(endpoint: string, path: string, wanted: unknown): Look {
  const shown = ({ status, body }: Answer) => {
    const { favorites, comments } = body as StatsSeries
    return status === 200 ? [favorites, comments] : status
  }
  return { endpoint, path, wanted, shown }
}
function statistics(piece: Piece): Look {
  const wanted = piece.status === 'deleted' ? 404 : engagementOf([piece])
  return counted('statistics', `/api/stats/articles/${piece.slug}`, wanted)
}
const ownStatistics = (client: Client) =>
  counted(
    'own statistics',
    `/api/stats/authors/${client.username}`,
    engagementOf(published(ownPieces(client))),
  )

/** Everything that shows an article. */
export function looksAt(client: Client, piece: Piece): Look[] {
  const looks = [bySlug(client, piece), comments(piece), search(piece), suggest(piece)]
  looks.push(statistics(piece))
  if (piece.by !== null) return looks
  const ofTags = client.tags.flatMap((tag) => [byTag(client, tag), suggestTag(client, tag)])
  return [...looks, ...ofAll(client), tags(client), ...ofTags]
}

const ofAll = (client: Client) => [byAuthor(client), byAuthorAsFeed(client), byFavorited(client)]

export const looksAtComments = (piece: Piece): Look[] => [comments(piece), statistics(piece)]
export const looksAtFavorite = (client: Client, piece: Piece): Look[] => [
  bySlug(client, piece),
  byFavorited(client),
  search(piece),
  statistics(piece),
  ...(piece.by === null ? [byAuthor(client)] : []),
]
export const looksAtNeighbour = (client: Client, neighbour: Neighbour): Look[] => [
  following(neighbour),
  feed(client),
  ...client.pieces.filter(({ by }) => by === neighbour).map((piece) => bySlug(client, piece)),
]
export const looksAtSelf = (client: Client): Look[] => [
  profile(client),
  ...ofAll(client),
  ...ownPieces(client).map((piece) => bySlug(client, piece)),
]

/** Every way to look at everything that the client has written. */
export const looksAtAll = (client: Client): Look[] => [
  ...looksAtSelf(client),
  ownStatistics(client),
  ...client.neighbours.flatMap((neighbour) => looksAtNeighbour(client, neighbour)),
  ...client.pieces.flatMap((piece) => looksAt(client, piece)),
]
