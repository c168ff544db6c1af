import { Client } from 'pg'
import { expectStatus } from '../author.ts'
import { send, timed } from '../http-client.ts'
import type { Measured } from '../table.ts'
import type { RunningStack } from '../running-stack.ts'
import { searchUrl, slugUrl, type Written } from './read-after-write.ts'

/** What no write and no read of this stack can be faster than, by the same client. */
export async function measureCeilings(
  { gateway, readApi, postgres }: RunningStack,
  known: Written,
  number: number,
): Promise<Measured[]> {
  const asked = (url: string) => measure(number, async () => expectStatus(await send(url), 200))
  const rows = [
    {
      name: 'ceiling: read by slug without a token',
      times: await asked(slugUrl(gateway, known.slug)),
    },
    { name: 'ceiling: search without a token', times: await asked(searchUrl(gateway, known.word)) },
  ]
  if (readApi !== undefined) {
    const times = await asked(`${readApi}/livez`)
    rows.push({ name: 'ceiling: constant answer of read-api', times })
  }
  if (postgres !== undefined) {
    rows.push({ name: 'ceiling: bare commit in Postgres', times: await commits(postgres, number) })
  }
  return rows
}

/** The least that a write must do: one transaction with the stream's message in it, made durable. */
async function commits(postgres: string, number: number): Promise<number[]> {
  const client = new Client({ connectionString: postgres })
  await client.connect()
  try {
    const message = `SELECT pg_logical_emit_message(true, 'benchmark', '')`
    return await measure(number, () => client.query(message))
  } finally {
    await client.end()
  }
}

async function measure(number: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let at = 0; at < number; at++) await timed(times, work)
  return times
}
