import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startOwnProcess, type Process } from '../process.ts'
import { writeAndReadBack } from './read-your-writes.ts'

const stack = inject('stack')
const load = { writers: 8, rounds: 40 }
let impatient: Process

beforeAll(async () => {
  impatient = await startOwnProcess(stack, 'read-api', { env: { CONSISTENCY_WAIT_MS: '0' } })
})
afterAll(() => impatient.stop())

describe('read your writes', () => {
  test('concurrent writers see each of their writes at once, through every endpoint', async () => {
    const { pairs, stale } = await writeAndReadBack(stack.gateway, load)
    expect(stale).toEqual([])
    expect(pairs).toBe(320)
  })

  test('canary: without the wait, reads are stale, and say so', async () => {
    const { stale } = await writeAndReadBack(stack.gateway, load, impatient.url)
    expect(stale.length).toBeGreaterThan(0)
    expect(new Set(stale.map(({ said }) => said))).toEqual(new Set(['stale']))
  })
})
