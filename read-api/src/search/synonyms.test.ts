import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { silent } from '../read-api.fixture.ts'
import { openSynonyms, ownSynonyms, parseSynonyms } from './synonyms.ts'

test('each word of a group has the others, folded', () => {
  const synonyms = parseSynonyms(
    '# all\nBike, велосипед # two wheels\n\nml, Machine Learning\nbike, ёж',
  )
  expect(synonyms.get('bike')).toEqual(['велосипед', 'еж'])
  expect(synonyms.get('ml')).toEqual(['machine learning'])
  expect(synonyms.get('# all')).toBeUndefined()
})

test('a changed file counts when it is looked at again; a missing one leaves what was read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'synonyms-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'synonyms.txt')
  let now = 0
  const current = openSynonyms(file, silent, () => new Date(now))
  expect(await current()).toEqual(new Map())
  writeFileSync(file, 'a, b')
  now += 3_000
  expect((await current()).get('a')).toEqual(['b'])
  writeFileSync(file, 'a, bc')
  expect((await current()).get('a')).toEqual(['b'])
  now += 3_000
  expect((await current()).get('a')).toEqual(['bc'])
  rmSync(file)
  now += 3_000
  expect((await current()).get('a')).toEqual(['bc'])
})

test('the file that comes with the code can be read', async () => {
  const synonyms = await openSynonyms(ownSynonyms, silent, () => new Date())()
  expect(synonyms.get('bike')).toContain('bicycle')
})
