import type { Target } from './routes.ts'

/** The instances of each side, as base URLs. */
export type Upstreams = Record<Target, readonly URL[]>

/** Hands out a side's instances in turn; the others follow, for when the first is not there. */
export function takeTurns(upstreams: Upstreams): (target: Target) => URL[] {
  const turns = { write: 0, read: 0 }
  return (target) => {
    const instances = upstreams[target]
    const first = turns[target]++ % instances.length
    return [...instances.slice(first), ...instances.slice(0, first)]
  }
}

/** What is not ready, as `<url>: <why>`; a side is asked instance by instance. */
export async function notReady(upstreams: Upstreams, patienceMs = 5_000): Promise<string[]> {
  const asked = [...upstreams.write, ...upstreams.read].map(async (instance) => {
    try {
      const signal = AbortSignal.timeout(patienceMs)
      const { ok, status } = await fetch(new URL('/readyz', instance), { signal })
      return ok ? [] : [`${instance.origin}: answers ${status}`]
    } catch (error) {
      return [`${instance.origin}: ${String(error)}`]
    }
  })
  return (await Promise.all(asked)).flat()
}
