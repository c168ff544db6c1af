import { indexOf } from '@broadsheet/contracts/names'
import { errors, type Client } from '@elastic/elasticsearch'
import { fromStored, startOf, toStored, type Position, type StoredPosition } from '../position.ts'
import type { Generation } from '../projection.ts'
import { analysisVersion, indexSettings, mappings, readersFilter } from './indices.ts'

/** The indices of a generation are told apart by these names, readers see them by what they map to. */
export type SearchAliases = Record<keyof typeof mappings, string>

/** One document of the articles' index. */
const positionId = 'position'

/**
 * The generation that `incarnation` feeds: the live one, the one after it, or a new one. One that was
 * made for another analysis of texts is left to its readers until the new one is built.
 */
export async function openGeneration(
  client: Client,
  aliases: SearchAliases,
  incarnation: number,
): Promise<Generation> {
  const live = await liveGeneration(client, aliases.articles)
  for (const number of live === 0 ? [1] : [live, live + 1]) {
    const position = await readPosition(client, indexOf(aliases.articles, number))
    if (position?.incarnation !== incarnation) continue
    if (!(await isAnalysedAsNow(client, indexOf(aliases.articles, number)))) continue
    const generation = { number, live: number === live, position }
    await bringUpToDate(client, aliases, generation)
    return generation
  }
  return createGeneration(client, aliases, live + 1, incarnation)
}

async function liveGeneration(client: Client, alias: string): Promise<number> {
  const found = await client.indices.getAlias({ name: alias }, { ignore: [404] })
  const numbers = Object.keys(found)
    .filter((index) => index.startsWith(`${alias}-`))
    .map((index) => Number(index.slice(alias.length + 1)))
  return Math.max(0, ...numbers)
}

async function isAnalysedAsNow(client: Client, index: string): Promise<boolean> {
  const found = await client.indices.getMapping({ index })
  return found[index]?.mappings._meta?.['analysis'] === analysisVersion
}

/** The indices of a generation, each with its alias and mapping. */
const indicesOf = (aliases: SearchAliases, number: number) =>
  (Object.keys(mappings) as (keyof SearchAliases)[]).map((name) => {
    const alias = aliases[name]
    return { alias, index: indexOf(alias, number), mapping: mappings[name] }
  })

async function createGeneration(
  client: Client,
  aliases: SearchAliases,
  number: number,
  incarnation: number,
): Promise<Generation> {
  for (const { index, mapping } of indicesOf(aliases, number)) {
    await client.indices.delete({ index, ignore_unavailable: true })
    await client.indices.create({ index, mappings: mapping, settings: indexSettings })
  }
  const position = startOf(incarnation)
  await writePosition(client, indexOf(aliases.articles, number), position)
  return { number, live: false, position }
}

/** An index or a field that this code knows and the one that made the generation did not. */
async function bringUpToDate(
  client: Client,
  aliases: SearchAliases,
  { number, live }: Generation,
): Promise<void> {
  let isSeen = true
  for (const { alias, index, mapping } of indicesOf(aliases, number)) {
    if (await client.indices.exists({ index })) {
      await client.indices.putMapping({ index, ...mapping })
    } else {
      await client.indices.create({ index, mappings: mapping, settings: indexSettings })
    }
    isSeen &&= await client.indices.existsAlias({ index, name: alias })
  }
  if (live && !isSeen) await moveAliases(client, aliases, number)
}

export async function readPosition(client: Client, index: string): Promise<Position | null> {
  const found = await client
    .get<{ position: StoredPosition }>({ index, id: positionId })
    .catch((error: unknown) => {
      if (error instanceof errors.ResponseError && error.statusCode === 404) return null
      throw error
    })
  const stored = found?._source?.position
  return stored ? fromStored(stored) : null
}

export async function writePosition(
  client: Client,
  index: string,
  position: Position,
): Promise<void> {
  const document = { deleted: true, position: toStored(position) }
  await client.index({ index, id: positionId, document })
}

/** Readers change over in one step; the generation before stays until the next one is built. */
export async function moveAliases(
  client: Client,
  aliases: SearchAliases,
  number: number,
): Promise<void> {
  const indices = indicesOf(aliases, number)
  for (const { index } of indices) await client.indices.refresh({ index })
  await client.indices.updateAliases({
    actions: indices.flatMap(({ alias, index }) => [
      { remove: { index: `${alias}-*`, alias, must_exist: false } },
      { add: { index, alias, filter: readersFilter } },
    ]),
  })
  if (number < 3) return
  for (const { index } of indicesOf(aliases, number - 2)) {
    await client.indices.delete({ index, ignore_unavailable: true })
  }
}
