import { isEdge, type socialKeys } from '@broadsheet/contracts/names'
import { storedProfile, type Profile } from '@broadsheet/contracts/user'
import type { Redis } from 'ioredis'
import { orUnavailable, unavailable } from '../store-failures.ts'

/** What an answer joins to the documents that it shows, as one reader sees it. */
export type Surroundings = {
  /** By user id; an author who is not known yet is nameless. */
  authorOf: (userId: string) => Profile
  /** By article id. */
  favorOf: (articleId: string) => { favorited: boolean; favoritesCount: number }
}

type Marks = (string | null)[]
type Replies = [profiles: (string | null)[], following: Marks, favored?: Marks, ...counts: number[]]

const nameless: Profile = { username: '', bio: null, image: null, following: false }
const unfavored = { favorited: false, favoritesCount: 0 }

/** Asks Redis once, whatever the number of documents. */
export async function loadSurroundings(
  redis: Redis,
  keys: ReturnType<typeof socialKeys>,
  viewerId: string | null,
  authorIds: readonly string[],
  articleIds: readonly string[],
): Promise<Surroundings> {
  const authors = [...new Set(authorIds)]
  const articles = [...new Set(articleIds)]
  if (authors.length === 0) return { authorOf: () => nameless, favorOf: () => unfavored }
  // Nobody has an empty id, and so neither follows nor favors.
  const viewer = viewerId ?? ''
  const asked = redis
    .pipeline()
    .mget(authors.map(keys.profile))
    .hmget(keys.following(viewer), ...authors)
  if (articles.length > 0) asked.hmget(keys.favorites(viewer), ...articles)
  for (const id of articles) asked.scard(keys.favorited(id))
  const replies = (await repliesOf(asked.exec())) as Replies
  const [profiles, following, favored, ...counts] = replies

  const authorsById = new Map(
    authors.map((id, at) => [id, { ...profileOf(profiles[at]), following: isEdge(following[at]) }]),
  )
  const favorById = new Map(
    articles.map((id, at) => [
      id,
      { favorited: isEdge(favored?.[at]), favoritesCount: counts[at] ?? 0 },
    ]),
  )
  return {
    authorOf: (userId) => authorsById.get(userId) ?? nameless,
    favorOf: (articleId) => favorById.get(articleId) ?? unfavored,
  }
}

async function repliesOf(answer: Promise<[Error | null, unknown][] | null>): Promise<unknown[]> {
  const replies = (await orUnavailable(answer)) ?? []
  return replies.map(([error, reply]) => {
    if (error) throw unavailable(error)
    return reply
  })
}

function profileOf(text: string | null | undefined): Omit<Profile, 'following'> {
  if (!text) return nameless
  const { username, bio, image } = storedProfile.parse(JSON.parse(text))
  return { username, bio, image }
}
