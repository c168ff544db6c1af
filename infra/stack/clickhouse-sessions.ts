import { Session } from 'chdb'

const mostSessions = 64
const engineArguments = ['--max_threads=2', '--mark_cache_size=67108864']

type Kept = { session: Session; running: number; usedAt: number }

/**
 * The engine keeps the current database and settings per session, for all its queries. So there is
 * one session for every combination of them that callers use.
 */
export class ClickhouseSessions {
  #folder: string
  #kept = new Map<string, Promise<Kept>>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Runs with a session whose database and settings are these; rejects with the engine's error. */
  async use<T>(
    database: string | undefined,
    settings: ReadonlyMap<string, string>,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const key = JSON.stringify([database, [...settings].toSorted()])
    const opening = this.#kept.get(key) ?? this.#open(key, database, settings)
    const kept = await opening
    kept.running += 1
    kept.usedAt = Date.now()
    try {
      return await work(kept.session)
    } finally {
      kept.running -= 1
    }
  }

  async close(): Promise<void> {
    const kept = await Promise.allSettled(this.#kept.values())
    for (const one of kept) if (one.status === 'fulfilled') one.value.session.close()
  }

  #open(
    key: string,
    database: string | undefined,
    settings: ReadonlyMap<string, string>,
  ): Promise<Kept> {
    const opening = openSession(this.#folder, database, settings)
    this.#kept.set(key, opening)
    opening.then(
      () => void this.#closeIdle(),
      () => this.#kept.delete(key),
    )
    return opening
  }

  async #closeIdle(): Promise<void> {
    const all = await Promise.all(
      [...this.#kept].map(async ([key, opening]) => ({
        key,
        kept: await opening.catch(() => null),
      })),
    )
    const idle = all
      .flatMap(({ key, kept }) => (kept?.running === 0 ? [{ key, kept }] : []))
      .toSorted((one, other) => one.kept.usedAt - other.kept.usedAt)
    for (const { key, kept } of idle.slice(0, Math.max(0, all.length - mostSessions))) {
      this.#kept.delete(key)
      kept.session.close()
    }
  }
}

async function openSession(
  folder: string,
  database: string | undefined,
  settings: ReadonlyMap<string, string>,
): Promise<Kept> {
  const session = new Session(folder, { connectionArgs: engineArguments })
  try {
    if (database) await session.queryAsync(`USE \`${database.replaceAll(/[\\`]/g, '\\$&')}\``)
    for (const [name, value] of settings) {
      if (!/^\w+$/.test(name))
        throw new RangeError(
          `Code: 115. DB::Exception: Unknown setting '${name}'. (UNKNOWN_SETTING)`,
        )
      await session.queryAsync(`SET ${name} = '${value.replaceAll(/[\\']/g, '\\$&')}'`)
    }
    return { session, running: 0, usedAt: Date.now() }
  } catch (error) {
    session.close()
    throw error
  }
}
