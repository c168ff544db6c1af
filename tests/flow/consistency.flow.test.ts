import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startOwnProcess, type Process } from '../process.ts'
import { chosenSeed } from './random.ts'
import { writeAndReadBack } from './read-your-writes.ts'

const stack = inject('stack')
const seed = chosenSeed()
let impatient: Process

beforeAll(async () => {
  impatient = await startOwnProcess(stack, 'read-api', { env: { CONSISTENCY_WAIT_MS: '0' } })
})
afterAll(() => impatient.stop())

describe(`read your writes (SEED=${seed})`, () => {
  test('two of each API serve the stack', () => {
    expect([stack.writeApi.length, stack.readApi.length]).toEqual([2, 2])
  })

  test('random writes are seen at once, whatever is read', { timeout: 240_000 }, async () => {
    const load = { clients: 8, writes: 80, readsEach: 8, seed }
    const { pairs, wrong } = await writeAndReadBack(stack.gateway, load)
    expect(wrong).toEqual([])
    expect(pairs).toBeGreaterThan(5_000)
  })

  test('canary: without the wait, reads are stale, and say so', async () => {
    const load = { clients: 8, writes: 8, readsEach: 4, seed }
    const { wrong } = await writeAndReadBack(stack.gateway, load, impatient.url)
    const stale = wrong.filter(({ wanted, shown }) => !isDeepStrictEqual(shown, wanted))
    expect(stale.length).toBeGreaterThan(0)
    expect(new Set(stale.map(({ said }) => said))).toEqual(new Set(['stale']))
  })
})
