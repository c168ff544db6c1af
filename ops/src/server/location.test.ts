import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import { findServer } from './location.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-'))
afterAll(() => rmSync(dataDir, { recursive: true }))
const told = { dataDir, gatewayUrl: undefined, operatorSecret: undefined }
const put = (name: string, text: string) => writeFileSync(join(dataDir, name), text)

test('says how to get on while nothing runs there', () => {
  expect(() => findServer(told)).toThrow(Refusal)
  expect(() => findServer(told)).toThrow('npm start')
  const gatewayUrl = 'http://gateway.example/'
  expect(() => findServer({ ...told, gatewayUrl })).toThrow('OPERATOR_SECRET')
})

test('the environment goes before the data folder', () => {
  put('stack.json', '{"gateway":"http://127.0.0.1:1234"}')
  put('secrets.json', '{"operatorSecret":"kept"}')
  expect(findServer(told)).toEqual({ url: 'http://127.0.0.1:1234', operatorSecret: 'kept' })
  const given = { dataDir, gatewayUrl: 'https://gateway.example/base/', operatorSecret: 'given' }
  expect(findServer(given)).toEqual({
    url: 'https://gateway.example/base',
    operatorSecret: 'given',
  })
})

test('files that are something else are refused', () => {
  put('stack.json', '{"gateway":""}')
  expect(() => findServer(told)).toThrow('not an http address')
  put('stack.json', 'half a fi')
  expect(() => findServer(told)).toThrow('not what npm start writes')
})
