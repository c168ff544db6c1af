import { isDeepStrictEqual } from 'node:util'
import type { Answer } from '../author.ts'
import { newClient, type Client } from './client.ts'
import { looksAtAll, type Look } from './looks.ts'
import { seeded, type Random } from './random.ts'
import { writeAtRandom } from './random-writes.ts'

/** What a read showed, beside what had to be there. */
export type WrongRead = {
  write: string
  endpoint: string
  path: string
  wanted: unknown
  shown: unknown
  status: number
  /** What the answer said of itself. */
  said: string | null
}

/** Pairs of a write and a read of it: `clients` × `writes` × `readsEach`. */
type Load = { clients: number; writes: number; readsEach: number; seed: number }

/**
 * Clients who, side by side and without a pause, do one random write after another and look at each
 * through random endpoints at once, with nothing but their Authorization header. The first endpoint
 * shows the write itself; every answer has to show all that its client ever wrote. Resolves with the
 * reads that did not, or did not say `fresh`.
 *
 * @param reads where reads go, when not to the gateway that is written to
 */
export async function writeAndReadBack(
  gateway: string,
  load: Load,
  reads = '',
): Promise<{ pairs: number; wrong: WrongRead[] }> {
  const { clients, writes, readsEach, seed } = load
  const all = await Promise.all(Array.from({ length: clients }, () => newClient(gateway)))
  const work = async (client: Client, random: Random) => {
    const wrong: WrongRead[] = []
    for (let done = 0; done < writes; done++) {
      const { write, looks } = await writeAtRandom(client, random)
      const chosen = choose(looks, looksAtAll(client), readsEach, random)
      const found = await Promise.all(chosen.map((look) => read(client, look, reads)))
      wrong.push(...found.flatMap((one) => (one ? [{ write, ...one }] : [])))
    }
    return wrong
  }
  const wrong = await Promise.all(all.map((client, at) => work(client, seeded(seed + at))))
  return { pairs: clients * writes * readsEach, wrong: wrong.flat() }
}

/** One of `looks`, then more of all, no path twice. */
function choose(looks: Look[], all: Look[], count: number, random: Random): Look[] {
  const chosen = [random.pick(looks)]
  while (chosen.length < count) {
    const next = random.pick(random.below(2) === 0 ? looks : all)
    if (!chosen.some(({ path }) => path === next.path)) chosen.push(next)
  }
  return chosen
}

async function read(client: Client, look: Look, reads: string) {
  const { endpoint, path, wanted } = look
  const answer = await client.author.get(reads + path)
  const shown = shownBy(look, answer)
  const said = answer.headers.get('consistency')
  if (said === 'fresh' && isDeepStrictEqual(shown, wanted)) return null
  return { endpoint, path, wanted, shown, status: answer.status, said }
}

function shownBy(look: Look, answer: Answer): unknown {
  try {
    return look.shown(answer)
  } catch {
    return `an answer that is no answer: ${JSON.stringify(answer.body)}`
  }
}
