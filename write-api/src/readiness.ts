import type { WriteApi } from './deps.ts'
import { within } from '@broadsheet/platform/within'

/** What stands between this process and serving: Postgres, its migrations, Redis. */
export async function missingOf({ pool, redis }: Pick<WriteApi, 'pool' | 'redis'>) {
  const missing: string[] = []
  const [postgres, store] = await Promise.allSettled([
    pool.query('SELECT max(n) AS n FROM ops.incarnations'),
    within(2_000, redis.ping()),
  ])
  if (postgres.status === 'rejected') missing.push(`postgres: ${String(postgres.reason)}`)
  else if (!postgres.value.rows[0]?.n) missing.push('postgres: no incarnation')
  if (store.status === 'rejected') missing.push(`redis: ${String(store.reason)}`)
  return missing
}
