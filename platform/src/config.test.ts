import { expect, test } from 'vitest'
import { z } from 'zod'
import { variablesOf } from './config-variables.ts'
import { ConfigError, list, processConfig, readConfig, secret, url } from './config.ts'

const schema = processConfig.extend({
  STORE_URL: url.describe('A store'),
  KEY: secret,
  NAMES: list.default(['a']),
  DAYS: z.coerce.number().positive().max(9).default(3),
  PASSWORD: z.string().min(8),
  OTHER_URL: url.optional(),
})
const env = { PORT: '1', STORE_URL: 'http://a.b', KEY: 'ab'.repeat(32), PASSWORD: 'long enough' }

test('reads what is set, and has defaults for the rest', () => {
  const config = readConfig(schema, env)
  expect(config).toMatchObject({ PORT: 1, HOST: '127.0.0.1', LOG_LEVEL: 'info', DAYS: 3 })
  expect(config.KEY).toHaveLength(32)
})

function problemsOf(given: Record<string, string>): string {
  try {
    readConfig(schema, given)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
  return ''
}

test('says at once all that is wrong or missing', () => {
  const message = problemsOf({ PORT: '70000', LOG_LEVEL: 'loud', NAMES: ' , ' })
  const named = message.split('\n').slice(1)
  const names = ['PORT', 'LOG_LEVEL', 'STORE_URL', 'KEY', 'NAMES', 'PASSWORD']
  expect(named.map((line) => line.replace(/:.*/, '').trim())).toEqual(names)
  expect(message).toMatch(/ {2}STORE_URL: is not set/)
  expect(message).toMatch(/ {2}NAMES: must name at least one/)
})

test('never says a value that is wrong', () => {
  const message = problemsOf({ PORT: '1', STORE_URL: '//u:hush@h', KEY: 'hush', PASSWORD: 'hush' })
  expect(message).toMatch(/STORE_URL[^]*KEY[^]*PASSWORD/)
  expect(message).not.toContain('hush')
})

test('tells in words what each variable is', () => {
  const variables = new Map(variablesOf(schema).map(({ name, ...one }) => [name, one]))
  expect(variables.get('STORE_URL')).toEqual({ form: 'URL', meaning: 'A store' })
  expect(variables.get('OTHER_URL')).toEqual({ form: 'URL', default: '', meaning: '' })
  expect(variables.get('PORT')).toMatchObject({ form: 'whole number from 0 to 65535' })
  expect(variables.get('LOG_LEVEL')).toMatchObject({ default: 'info' })
  expect(variables.get('DAYS')).toMatchObject({ form: 'number above 0, at most 9', default: '3' })
  expect(variables.get('PASSWORD')).toMatchObject({ form: 'text of at least 8 characters' })
})
