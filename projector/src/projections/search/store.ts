import { articlesAlias, draftsAlias, indexOf } from '@broadsheet/contracts/names'
import { errors, type Client } from '@elastic/elasticsearch'
import { fromStored, startOf, toStored, type Position, type StoredPosition } from '../position.ts'
import { StoreMoved, type Generation, type Rejection, type Store } from '../projection.ts'
import { articleMapping, indexSettings, readersFilter } from './indices.ts'
import type { DocumentWrite } from './project.ts'

const positionId = 'position'
/** A bulk request stays well below Elasticsearch's limit of 100 MB. */
const maxBulkBytes = 8 * 1024 * 1024

type SearchAliases = { articles: string; drafts: string }
const defaultAliases: SearchAliases = { articles: articlesAlias, drafts: draftsAlias }

/**
 * Elasticsearch as the search store. Documents are written whole with external versions: an older
 * change never overwrites a newer one, whatever is delivered again or by whom.
 */
export function openSearchStore(client: Client, aliases = defaultAliases): Store<DocumentWrite> {
  const both = [aliases.articles, aliases.drafts]
  return {
    open: async (incarnation) => {
      const live = await liveGeneration(client, aliases.articles)
      for (const number of live === 0 ? [1] : [live, live + 1]) {
        const position = await readPosition(client, indexOf(aliases.articles, number))
        if (position?.incarnation === incarnation)
          return { number, live: number === live, position }
      }
      return createGeneration(client, both, live + 1, incarnation)
    },
    apply: async (generation, writes) => {
      const rejections: Rejection[] = []
      for (const { first, chunk } of chunks(writes)) {
        const found = await applyChunk(client, aliases, generation, chunk)
        rejections.push(...found.map(({ write, error }) => ({ write: first + write, error })))
      }
      return rejections
    },
    savePosition: async (generation, position) => {
      await writePosition(client, indexOf(aliases.articles, generation.number), position)
    },
    goLive: async (generation) => {
      await moveAliases(client, both, generation.number)
    },
  }
}

async function liveGeneration(client: Client, alias: string): Promise<number> {
  const found = await client.indices.getAlias({ name: alias }, { ignore: [404] })
  const numbers = Object.keys(found)
    .filter((index) => index.startsWith(`${alias}-`))
    .map((index) => Number(index.slice(alias.length + 1)))
  return Math.max(0, ...numbers)
}

async function createGeneration(
  client: Client,
  aliases: string[],
  number: number,
  incarnation: number,
): Promise<Generation> {
  for (const alias of aliases) {
    const index = indexOf(alias, number)
    await client.indices.delete({ index, ignore_unavailable: true })
    await client.indices.create({ index, mappings: articleMapping, settings: indexSettings })
  }
  const position = startOf(incarnation)
  await writePosition(client, indexOf(aliases[0] ?? '', number), position)
  return { number, live: false, position }
}

async function applyChunk(
  client: Client,
  aliases: SearchAliases,
  generation: Generation,
  writes: readonly DocumentWrite[],
): Promise<Rejection[]> {
  if (writes.length === 0) return []
  const { items } = await client.bulk({
    // The watermark says that a deleted article is gone, and from then on nobody else hides it.
    refresh: generation.live && writes.some(takesFromReaders),
    operations: writes.flatMap(({ alias, version, document }) => [
      {
        index: {
          _index: indexOf(aliases[alias], generation.number),
          _id: document.id,
          // Elasticsearch reads a text as the 64-bit number that JavaScript would round.
          version: String(version) as unknown as number,
          version_type: 'external_gte' as const,
        },
      },
      document,
    ]),
  })
  return items.flatMap(({ index }, write) => rejectionOf(index, write))
}

function takesFromReaders({ alias, document }: DocumentWrite): boolean {
  return alias === 'articles' && document.deleted
}

/** 409 means that it is applied already; what the node could not do now is tried again as a whole. */
function rejectionOf(
  result: { status?: number; error?: { type: string; reason?: string | null } } | undefined,
  write: number,
): Rejection[] {
  if (!result?.error || result.status === 409) return []
  // The reason quotes what was written, however long.
  const error = `${result.error.type}: ${result.error.reason ?? ''}`.slice(0, 500)
  if (result.status === 400) return [{ write, error }]
  if (result.status === 404) throw new StoreMoved(error)
  throw new Error(`Elasticsearch answered ${result.status}, ${error}`)
}

function* chunks(writes: readonly DocumentWrite[]) {
  let first = 0
  let bytes = 0
  for (const [at, { document }] of writes.entries()) {
    bytes += document.deleted ? 100 : 500 + 2 * (document.body.length + document.description.length)
    if (bytes < maxBulkBytes && at < writes.length - 1) continue
    yield { first, chunk: writes.slice(first, at + 1) }
    first = at + 1
    bytes = 0
  }
}

async function readPosition(client: Client, index: string): Promise<Position | null> {
  const found = await client
    .get<{ position: StoredPosition }>({ index, id: positionId })
    .catch((error: unknown) => {
      if (error instanceof errors.ResponseError && error.statusCode === 404) return null
      throw error
    })
  const stored = found?._source?.position
  return stored ? fromStored(stored) : null
}

async function writePosition(client: Client, index: string, position: Position): Promise<void> {
  const document = { deleted: true, position: toStored(position) }
  await client.index({ index, id: positionId, document })
}

/** Readers change over in one step; the generation before stays until the next one is built. */
async function moveAliases(client: Client, aliases: string[], number: number): Promise<void> {
  for (const alias of aliases) await client.indices.refresh({ index: indexOf(alias, number) })
  await client.indices.updateAliases({
    actions: aliases.flatMap((alias) => [
      { remove: { index: `${alias}-*`, alias, must_exist: false } },
      { add: { index: indexOf(alias, number), alias, filter: readersFilter } },
    ]),
  })
  for (const alias of aliases) {
    if (number < 3) continue
    await client.indices.delete({ index: indexOf(alias, number - 2), ignore_unavailable: true })
  }
}
