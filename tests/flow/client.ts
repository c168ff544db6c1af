import { randomUUID } from 'node:crypto'
import { register, type Author } from '../author.ts'
import { publish } from '../publishing.ts'

/** An article as its only reader and writer knows it to be. */
export type Piece = {
  slug: string
  word: string
  title: string
  body: string
  tags: string[]
  status: 'draft' | 'published' | 'deleted'
  /** Whether it was ever published: its place among the others stays from then on. */
  dated: boolean
  favorited: boolean
  /** Bodies by id. */
  comments: Map<number, string>
  /** Null: the client's own. */
  by: Neighbour | null
}

/** An author who has written one article and does nothing more; known to one client alone. */
export type Neighbour = { username: string; following: boolean }

/** Somebody who writes, and what must be seen of it: everything that nobody else touches. */
export type Client = {
  author: Author
  username: string
  bio: string | null
  tags: string[]
  neighbours: Neighbour[]
  /** The newest last, as the articles are dated. */
  pieces: Piece[]
}

/** A client with two neighbours and nothing written yet. */
export async function newClient(gateway: string): Promise<Client> {
  const author = await register(gateway)
  const mark = randomUUID().slice(0, 8)
  const client: Client = {
    author,
    username: author.username,
    bio: null,
    tags: ['one', 'two', 'three'].map((tag) => `${tag}-${mark}`),
    neighbours: [],
    pieces: [],
  }
  for (const _neighbour of ['left', 'right']) {
    const quiet = await register(gateway)
    const by = { username: quiet.username, following: false }
    const { slug, word, title, body } = await publish(quiet)
    client.neighbours.push(by)
    client.pieces.push({
      slug,
      word,
      title,
      body,
      by,
      tags: [word],
      status: 'published',
      dated: true,
      favorited: false,
      comments: new Map(),
    })
  }
  return client
}

export const ownPieces = ({ pieces }: Client) =>
  pieces.filter(({ by, status }) => by === null && status !== 'deleted')
export const published = (pieces: readonly Piece[]) =>
  pieces.filter(({ status }) => status === 'published')
/** What is there to be read by the client, drafts too. */
export const present = ({ pieces }: Client) => pieces.filter(({ status }) => status !== 'deleted')
