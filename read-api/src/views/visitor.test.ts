import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openVisitorHash } from './visitor.ts'

const key = randomBytes(32)
const visitor = { address: '203.0.113.7', userAgent: 'Firefox' }
const morning = new Date('2026-03-01T00:00:00.000Z')
const night = new Date('2026-03-01T23:59:59.999Z')

describe('visitor hash', () => {
  test('is the same all day, in every instance', () => {
    const hash = openVisitorHash(key)(visitor, morning)
    expect(hash).toMatch(/^[0-9a-f]{32}$/)
    expect(openVisitorHash(key)(visitor, night)).toBe(hash)
  })

  test('is another one for another day, address, browser or key', () => {
    const hashOf = openVisitorHash(key)
    const hashes = [
      hashOf(visitor, morning),
      hashOf(visitor, new Date('2026-03-02T00:00:00Z')),
      hashOf({ ...visitor, address: '203.0.113.8' }, morning),
      hashOf({ ...visitor, userAgent: 'Chrome' }, morning),
      openVisitorHash(randomBytes(32))(visitor, morning),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(hashOf(visitor, morning)).toBe(hashes[0])
  })
})
