import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tryLock, type FileLock } from './file-lock.ts'
import { identify } from './process-identity.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a free lock is taken, and free again once released', () => {
  const lock = tryLock(path)
  expect(lock).toHaveProperty('release')
  expect(tryLock(path)).toEqual(identify(process.pid))
  ;(lock as FileLock).release()
  expect(tryLock(path)).toHaveProperty('release')
  expect(readdirSync(folder)).toEqual(['lock'])
})

test.for([
  ['whose pid is no process', { pid: 2 ** 22 + 1, startedAt: '1' }],
  ['whose pid is another process by now', { pid: process.pid, startedAt: '1' }],
])('a holder %s holds nothing', ([, holder]) => {
  writeFileSync(path, JSON.stringify(holder))
  expect(tryLock(path)).toHaveProperty('release')
})

test('a lock file that is no lock file holds nothing', () => {
  writeFileSync(path, '{"pid":')
  expect(tryLock(path)).toHaveProperty('release')
})
