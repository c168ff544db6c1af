import { readFile } from 'node:fs/promises'
import { expect, inject, test } from 'vitest'
import { connectClient } from '../client.ts'
import type { OptionDefinition } from '../rest/option-definition.ts'

const FILES = [
  '../config/source-connector.ts',
  './capture.ts',
  './database.ts',
  './events.ts',
  './operation.ts',
  './replication.ts',
  './snapshot.ts',
]

// Read by the connector, but not among those it declares.
const UNDECLARED = [
  'money.fraction.digits',
  'offset.mismatch.strategy',
  'poll.dispatch.interval.ms',
  'read.only',
  'signal.file',
  'topic.cache.size',
  'topic.creation.default.partitions',
  'topic.creation.default.replication.factor',
  'topic.delimiter',
  'topic.heartbeat.name',
  'topic.heartbeat.prefix',
  'topic.transaction',
]

const NOT_TYPED =
  /^(internal\.|openlineage\.integration\.(?!enabled)|column\.(mask|truncate)\.|name$|connector\.class$|transforms$|predicates$|(key|value|header)\.converter\.plugin\.version$|tasks\.max\.enforce$)/

/** Options in the types: name and the start of the type. */
async function typedOptions(): Promise<Map<string, string>> {
  const sources = await Promise.all(
    FILES.map((file) => readFile(new URL(file, import.meta.url), 'utf8')),
  )
  const declared = sources.join('\n').matchAll(/^ {2}'?([\w.]+)'?\??: *(.*)$/gm)
  return new Map(Array.from(declared, ([, name = '', type = '']) => [name, type]))
}

function expectedType({ type }: OptionDefinition): RegExp {
  if (['INT', 'LONG', 'SHORT', 'DOUBLE'].includes(type)) return /^number$/
  if (type === 'BOOLEAN') return /^boolean$/
  if (type === 'LIST') return /^readonly /
  return /^(string$|readonly string\[\]$|'|$)/
}

test('the types name the options that the connector declares, with their types', async () => {
  const typed = await typedOptions()
  const { plugins } = connectClient({ url: inject('stack').connect })
  const declared = await plugins.options('PostgresConnector')
  const worth = declared.filter(({ name }) => !NOT_TYPED.test(name))

  const names = worth.map(({ name }) => name)
  expect([...typed.keys()].toSorted()).toEqual([...names, ...UNDECLARED].toSorted())
  const mistyped = worth.filter(
    (option) => !expectedType(option).test(typed.get(option.name) ?? ''),
  )
  expect(mistyped.map(({ name, type }) => `${name} ${type} ${typed.get(name)}`)).toEqual([])
})
