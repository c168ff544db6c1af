import { isEdge } from '@broadsheet/contracts/names'
import type { Redis } from 'ioredis'
import { orUnavailable } from '../store-failures.ts'

/** One user's hash of edges: whom they follow, or what they favor. All reject with 503 while Redis is away. */
export type Edges = {
  /** At least as many as there are: ended ones stay in the hash. */
  count: () => Promise<number>
  /** Those of these ids that an edge leads to. */
  among: (ids: readonly string[]) => Promise<ReadonlySet<string>>
  all: () => Promise<string[]>
}

/** Not all at once: somebody's hash may be large, and others wait for Redis meanwhile. */
const edgesPerTurn = 2_000

export function edgesAt(redis: Redis, key: string): Edges {
  return {
    count: () => orUnavailable(redis.hlen(key)),
    among: async (ids) => {
      const found = new Set<string>()
      for (let at = 0; at < ids.length; at += edgesPerTurn) {
        const asked = ids.slice(at, at + edgesPerTurn)
        const marks = await orUnavailable(redis.hmget(key, ...asked))
        for (const [index, id] of asked.entries()) if (isEdge(marks[index])) found.add(id)
      }
      return found
    },
    all: async () => {
      const found = new Set<string>()
      let cursor = '0'
      do {
        const scanning = redis.hscan(key, cursor, 'COUNT', edgesPerTurn)
        const [next, flat] = await orUnavailable(scanning)
        for (let at = 0; at + 1 < flat.length; at += 2) {
          const [id, mark] = flat.slice(at, at + 2)
          if (id !== undefined && isEdge(mark)) found.add(id)
        }
        cursor = next
      } while (cursor !== '0')
      return [...found]
    },
  }
}
