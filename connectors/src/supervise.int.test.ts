import { connectorName, publicationName } from '@broadsheet/contracts/names'
import { createLog } from '@broadsheet/platform/log'
import { connectClient } from 'debezium-connect-client'
import { randomInt, randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { Registry } from 'prom-client'
import { afterAll, describe, expect, inject, test, vi } from 'vitest'
import { changesConnector } from './changes-connector.ts'
import { ConnectorSupervisor, SupervisorMetrics } from './supervise.ts'

const stack = inject('stack')
const client = connectClient({ url: stack.connect })
const postgres = new Pool({ connectionString: stack.postgres, max: 1 })
const log = createLog('test', 'silent')
const metrics = new SupervisorMetrics(new Registry())
// A connector beside the stack's own, with a slot and a topic that nobody else reads.
const incarnation = randomInt(1_000_000, 2_000_000)
const name = connectorName(incarnation)
const slot = `test_${incarnation}`

afterAll(async () => {
  await client.connectors.delete(name).catch(() => {})
  await vi.waitFor(
    () =>
      postgres.query(
        'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1',
        [slot],
      ),
    { timeout: 30_000 },
  )
  await postgres.end()
})

function supervised(publication: string) {
  const names = { topic: `test.${randomUUID()}`, slot, publication, prefix: `test${incarnation}` }
  const definition = changesConnector(names, stack.postgresFromConnect)
  return new ConnectorSupervisor(client, { incarnation, definition }, { log, metrics })
}

/** Ticks until the supervisor says what is wanted. */
const ticksUntil = (supervisor: ConnectorSupervisor, wanted: (missing: string[]) => void) =>
  vi.waitFor(
    async () => {
      await supervisor.tick()
      wanted(supervisor.missing)
    },
    { timeout: 60_000, interval: 200 },
  )
const restarts = async () => (await metrics.restarts.get()).values[0]?.value ?? 0

describe('a supervised connector', () => {
  test('that fails is restarted and reported, and a changed definition mends it', async () => {
    const broken = supervised('no_such_publication')
    await ticksUntil(broken, ([missing]) => expect(missing).toMatch(/FAILED/))
    expect(await restarts()).toBeGreaterThan(0)

    const mended = supervised(publicationName)
    await ticksUntil(mended, (missing) => expect(missing).toEqual([]))
    expect((await client.connectors.config(name))['publication.name']).toBe(publicationName)
  })

  test('that is as defined is left alone by a supervisor that starts anew', async () => {
    const config = await client.connectors.config(name)
    const again = new ConnectorSupervisor(
      client,
      { incarnation, definition: config },
      { log, metrics },
    )
    const before = await restarts()
    // Connect may still be moving the task of the definition before.
    await ticksUntil(again, (missing) => expect(missing).toEqual([]))
    expect(await restarts()).toBe(before)
  })

  test('that was deleted is registered again', async () => {
    const supervisor = supervised(publicationName)
    await ticksUntil(supervisor, (missing) => expect(missing).toEqual([]))
    await client.connectors.delete(name)
    await ticksUntil(supervisor, (missing) => expect(missing).not.toEqual([]))
    await ticksUntil(supervisor, (missing) => expect(missing).toEqual([]))
  })
})
