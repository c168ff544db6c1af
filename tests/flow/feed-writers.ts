import { randomUUID } from 'node:crypto'
import { register, type Answer, type Author } from '../author.ts'
import { articleIn, publish } from '../publishing.ts'
import type { Random } from './random.ts'

/** Somebody who writes articles, follows others and reads a feed. */
export type Writer = {
  author: Author
  /** The present one. */
  username: string
  pieces: { slug: string; status: 'draft' | 'published' }[]
}

/** A write that may change feeds; false: there is nothing to do it to. */
type Write = (writer: Writer, all: readonly Writer[], random: Random) => Promise<boolean>

export async function newWriters(gateway: string, count: number): Promise<Writer[]> {
  const authors = await Promise.all(Array.from({ length: count }, () => register(gateway)))
  return authors.map((author) => ({ author, username: author.username, pieces: [] }))
}

/** Each writer does so many random writes, one after another, and all writers at the same time. */
export async function writeAll(
  writers: readonly Writer[],
  randoms: readonly Random[],
  count: number,
): Promise<void> {
  const work = async (writer: Writer, random: Random) => {
    for (let done = 0; done < count;) {
      if (await random.pick(writes)(writer, writers, random)) done++
    }
  }
  await Promise.all(writers.map((writer, at) => work(writer, randoms[at]!)))
}

/** Each as often as it stands here. */
const rows: Write[][] = [
  [create, create, create, turn, turn, retitle, remove],
  [follow, follow, follow, unfollow, unfollow, rename],
]
const writes = rows.flat()

async function create({ author, pieces }: Writer, _all: readonly Writer[], random: Random) {
  const status = random.below(4) === 0 ? 'draft' : 'published'
  const { slug } = await publish(author, { status })
  pieces.push({ slug, status })
  return true
}

/** Publishes a draft, or takes back what is published. */
async function turn({ author, pieces }: Writer, _all: readonly Writer[], random: Random) {
  if (pieces.length === 0) return false
  const piece = random.pick(pieces)
  const status = piece.status === 'draft' ? 'published' : 'draft'
  expectOk(await author.put(`/api/articles/${piece.slug}`, { article: { status } }))
  piece.status = status
  return true
}

/** Unpublishes the last of what is published. */
export async function takeNewestBack({ author, pieces }: Writer): Promise<void> {
  const piece = pieces.findLast(({ status }) => status === 'published')
  if (piece === undefined) return
  expectOk(await author.put(`/api/articles/${piece.slug}`, { article: { status: 'draft' } }))
  piece.status = 'draft'
}

async function retitle({ author, pieces }: Writer, _all: readonly Writer[], random: Random) {
  if (pieces.length === 0) return false
  const piece = random.pick(pieces)
  const article = { title: `Retitled ${randomUUID()}` }
  const answer = expectOk(await author.put(`/api/articles/${piece.slug}`, { article }))
  piece.slug = articleIn(answer).slug
  return true
}

async function remove(writer: Writer, _all: readonly Writer[], random: Random) {
  if (writer.pieces.length === 0) return false
  const piece = random.pick(writer.pieces)
  expectOk(await writer.author.remove(`/api/articles/${piece.slug}`))
  writer.pieces = writer.pieces.filter((one) => one !== piece)
  return true
}

async function follow({ author }: Writer, all: readonly Writer[], random: Random) {
  const { username } = random.pick(all)
  const answer = await author.post(`/api/profiles/${username}/follow`)
  return isDone(answer)
}

async function unfollow({ author }: Writer, all: readonly Writer[], random: Random) {
  const { username } = random.pick(all)
  const answer = await author.remove(`/api/profiles/${username}/follow`)
  return isDone(answer)
}

async function rename(writer: Writer) {
  const username = `renamed-${randomUUID().slice(0, 13)}`
  const { author } = writer
  expectOk(await author.put('/api/user', { user: { username } }))
  writer.username = username
  return true
}

/** False for somebody who was renamed at that moment. */
function isDone(answer: Answer): boolean {
  return answer.status !== 404 && expectOk(answer).status === 200
}

function expectOk(answer: Answer): Answer {
  if (answer.status < 300) return answer
  throw new Error(`a write was answered ${answer.status} ${JSON.stringify(answer.body)}`)
}
