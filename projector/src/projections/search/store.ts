import { articlesAlias, commentsAlias, draftsAlias, indexOf } from '@broadsheet/contracts/names'
import type { Client } from '@elastic/elasticsearch'
import { StoreMoved, type Generation, type Rejection, type Store } from '../projection.ts'
import { moveAliases, openGeneration, writePosition, type SearchAliases } from './generations.ts'
import type { DocumentWrite } from './project.ts'

/** A bulk request stays well below Elasticsearch's limit of 100 MB. */
const maxBulkBytes = 8 * 1024 * 1024

const defaultAliases: SearchAliases = {
  articles: articlesAlias,
  drafts: draftsAlias,
  comments: commentsAlias,
}

/**
 * Elasticsearch as the search store. Documents are written whole with external versions: an older
 * change never overwrites a newer one, whatever is delivered again or by whom.
 */
export function openSearchStore(client: Client, aliases = defaultAliases): Store<DocumentWrite> {
  return {
    open: (incarnation) => openGeneration(client, aliases, incarnation),
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
      await moveAliases(client, aliases, generation.number)
    },
  }
}

async function applyChunk(
  client: Client,
  aliases: SearchAliases,
  generation: Generation,
  writes: readonly DocumentWrite[],
): Promise<Rejection[]> {
  if (writes.length === 0) return []
  const { items } = await client.bulk({
    // The watermark says that what was deleted is gone, and from then on nobody else hides it.
    refresh: generation.live && writes.some(takesFromReaders),
    operations: writes.flatMap(({ alias, version, document }) => [
      {
        index: {
          _index: indexOf(aliases[alias], generation.number),
          _id: String(document.id),
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
  return alias !== draftsAlias && document.deleted
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
    bytes += document.deleted ? 100 : 4_000 + 2 * document.body.length
    if (bytes < maxBulkBytes && at < writes.length - 1) continue
    yield { first, chunk: writes.slice(first, at + 1) }
    first = at + 1
    bytes = 0
  }
}
