import { randomUUID } from 'node:crypto'
import type { Answer } from '../author.ts'
import { articleIn, comment, uniqueWord } from '../publishing.ts'
import { ownPieces, present, published, type Client, type Piece } from './client.ts'
import {
  formerProfile,
  looksAt,
  looksAtComments,
  looksAtFavorite,
  looksAtNeighbour,
  looksAtSelf,
  searchFor,
  type Look,
} from './looks.ts'
import type { Random } from './random.ts'

/** What a write touched, as it must be seen now. */
export type Written = { write: string; looks: Look[] }
type Write = (client: Client, random: Random) => Promise<Written | null>

const fewest = 3
const most = 10

/** Each as often as it stands here. Null: there is nothing to do it to. */
const rows: Write[][] = [
  [create, retitle, rewrite, retag, remove, turn],
  [create, retitle, rewrite, retag, turn, turn],
  [create, addComment, removeComment, favor, follow],
  [addComment, removeComment, favor, favor, follow],
  [introduce, rename],
]
const writes = rows.flat()

/** Does one write at random, and keeps what it did in the client. */
export async function writeAtRandom(client: Client, random: Random): Promise<Written> {
  for (;;) {
    const written = await random.pick(writes)(client, random)
    if (written !== null) return written
  }
}

function expectOk(answer: Answer): Answer {
  if (answer.status < 300) return answer
  throw new Error(`a write was answered ${answer.status} ${JSON.stringify(answer.body)}`)
}

const someTags = ({ tags }: Client, random: Random) => tags.filter(() => random.below(2) === 1)

async function create(client: Client, random: Random) {
  if (ownPieces(client).length >= most) return null
  const word = uniqueWord()
  const status = random.below(4) === 0 ? ('draft' as const) : ('published' as const)
  const text = { title: `On ${word}`, body: `Of ${randomUUID()}` }
  const tags = someTags(client, random)
  const article = { ...text, description: 'd', tagList: tags, status }
  const answer = expectOk(await client.author.post('/api/articles', { article }))
  const { slug } = articleIn(answer)
  const comments = new Map<number, string>()
  const piece: Piece = {
    ...text,
    slug,
    word,
    tags,
    status,
    dated: status === 'published',
    favorited: false,
    comments,
    by: null,
  }
  client.pieces.push(piece)
  return { write: `create a ${status}`, looks: looksAt(client, piece) }
}

/** Changes an article by what `change` gives for it. */
function update(
  what: string,
  change: (piece: Piece, client: Client, random: Random) => Partial<Piece>,
): Write {
  return async (client, random) => {
    const own = ownPieces(client)
    if (own.length === 0) return null
    const piece = random.pick(own)
    const { tags: tagList, title, body, status, word } = change(piece, client, random)
    const article = { tagList, title, body, status }
    const path = `/api/articles/${piece.slug}`
    const answer = articleIn(expectOk(await client.author.put(path, { article })))
    const former = piece.word
    piece.slug = answer.slug
    piece.title = title ?? piece.title
    piece.body = body ?? piece.body
    piece.tags = tagList ?? piece.tags
    piece.status = status ?? piece.status
    piece.word = word ?? former
    if (piece.status === 'published' && !piece.dated) comeFirst(client, piece)
    const looks = looksAt(client, piece)
    return { write: what, looks: word ? [...looks, searchFor(former)] : looks }
  }
}

/** A draft is dated by its first publication. */
function comeFirst(client: Client, piece: Piece): void {
  piece.dated = true
  client.pieces = [...client.pieces.filter((other) => other !== piece), piece]
}

function retitle(client: Client, random: Random) {
  return update('retitle', () => {
    const word = uniqueWord()
    return { word, title: `On ${word}` }
  })(client, random)
}

function rewrite(client: Client, random: Random) {
  return update('rewrite', () => ({ body: `Of ${randomUUID()}` }))(client, random)
}

function retag(client: Client, random: Random) {
  return update('retag', () => ({ tags: someTags(client, random) }))(client, random)
}

function turn(client: Client, random: Random) {
  return update('turn', ({ status }) => ({
    status: status === 'draft' ? 'published' : 'draft',
  }))(client, random)
}

async function remove(client: Client, random: Random) {
  const own = ownPieces(client)
  if (own.length <= fewest) return null
  const piece = random.pick(own)
  expectOk(await client.author.remove(`/api/articles/${piece.slug}`))
  piece.status = 'deleted'
  client.pieces = client.pieces.filter((one) => one !== piece)
  return { write: 'delete', looks: looksAt(client, piece) }
}

async function addComment(client: Client, random: Random) {
  const piece = random.pick(present(client))
  const { id, body } = await comment(client.author, piece.slug, `Says ${randomUUID()}`)
  piece.comments.set(id, body)
  return { write: 'comment', looks: looksAtComments(piece) }
}

async function removeComment(client: Client, random: Random) {
  const commented = present(client).filter(({ comments }) => comments.size > 0)
  if (commented.length === 0) return null
  const piece = random.pick(commented)
  const id = random.pick([...piece.comments.keys()])
  expectOk(await client.author.remove(`/api/articles/${piece.slug}/comments/${id}`))
  piece.comments.delete(id)
  return { write: 'delete a comment', looks: looksAtComments(piece) }
}

async function favor(client: Client, random: Random) {
  const piece = random.pick(published(client.pieces))
  const path = `/api/articles/${piece.slug}/favorite`
  const { author } = client
  expectOk(await (piece.favorited ? author.remove(path) : author.post(path)))
  piece.favorited = !piece.favorited
  const write = piece.favorited ? 'favorite' : 'unfavorite'
  return { write, looks: looksAtFavorite(client, piece) }
}

async function follow(client: Client, random: Random) {
  const neighbour = random.pick(client.neighbours)
  const path = `/api/profiles/${neighbour.username}/follow`
  const { author } = client
  expectOk(await (neighbour.following ? author.remove(path) : author.post(path)))
  neighbour.following = !neighbour.following
  const write = neighbour.following ? 'follow' : 'unfollow'
  return { write, looks: looksAtNeighbour(client, neighbour) }
}

async function introduce(client: Client) {
  const bio = `Bio ${randomUUID()}`
  expectOk(await client.author.put('/api/user', { user: { bio } }))
  client.bio = bio
  return { write: 'change the bio', looks: looksAtSelf(client) }
}

async function rename(client: Client) {
  const username = `renamed-${randomUUID().slice(0, 13)}`
  const former = client.username
  expectOk(await client.author.put('/api/user', { user: { username } }))
  client.username = username
  return { write: 'rename', looks: [...looksAtSelf(client), formerProfile(former)] }
}
