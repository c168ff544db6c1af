import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const planted = join(root, 'read-api/src/planted-by-a-test.ts')

afterEach(() => rmSync(planted, { force: true }))

function lint(source: string) {
  mkdirSync(join(root, 'read-api/src'), { recursive: true })
  writeFileSync(planted, source)
  return spawnSync('node_modules/.bin/oxlint', [planted], { cwd: root, encoding: 'utf8' })
}

test.each([
  ['another room by path', `import '../../write-api/src/app.ts'\n`],
  ['another room by name', `import '@broadsheet/write-api/app'\n`],
  ['the infrastructure', `import '@broadsheet/infra/stack'\n`],
])('an import of %s fails the check', (_what, source) => {
  const { status, stdout } = lint(source)
  expect(stdout).toContain('no-restricted-imports')
  expect(status).not.toBe(0)
})

test('an import of a contract passes', () => {
  const { status, stdout } = lint(
    `import { changeTopic } from '@broadsheet/contracts/names'\n\nexport const topic = changeTopic(1)\n`,
  )
  expect(stdout).not.toContain('no-restricted-imports')
  expect(status).toBe(0)
})
