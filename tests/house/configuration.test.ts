import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { configurationPage, configurationPath, configurationSchemas } from './configuration.ts'

test('the page on configuration is what the code says (else: npm run config:docs)', () => {
  expect(readFileSync(configurationPath, 'utf8')).toBe(configurationPage())
})

test('every variable of every process has a meaning', () => {
  const page = configurationPage()
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  expect(rows.length).toBeGreaterThan(40)
  expect(rows.filter((row) => /\|\s*\|/.test(row))).toEqual([])
})

test('no process says a value that it cannot use', () => {
  for (const [room, schema] of Object.entries(configurationSchemas)) {
    const names = Object.keys(schema.shape)
    const wrong = Object.fromEntries(names.map((name) => [name, '//me:hush@']))
    const { issues = [] } = schema.safeParse(wrong).error ?? {}
    expect([room, issues.length]).toEqual([room, expect.any(Number)])
    expect(issues.length).toBeGreaterThan(names.length / 2)
    const messages = issues.map((issue) => (issue as { message: string }).message)
    expect(messages.filter((message) => message.includes('hush'))).toEqual([])
  }
})
