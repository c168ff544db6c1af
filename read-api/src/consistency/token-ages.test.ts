import { expect, test } from 'vitest'
import { TokenAges } from './token-ages.ts'

test('the lag is that of the oldest token which was not reached', () => {
  let now = 0
  const ages = new TokenAges(() => now)
  const token = (lsn: bigint) => ({ incarnation: 1, xid: null, lsn })
  ages.saw(token(1n))
  now = 100
  ages.saw(token(2n))
  now = 250
  ages.saw(token(1n))
  expect(ages.oldest([token(1n), token(2n)])).toBe(250)
  ages.reached(token(1n))
  expect(ages.oldest([token(2n)])).toBe(150)
  expect(ages.oldest([])).toBe(0)
})
