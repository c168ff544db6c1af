import { expect, test } from 'vitest'
import { decode } from '../consumer/decode.ts'
import { articleRecord } from '../consumer/records.fixture.ts'
import { projectSearch } from './search/project.ts'

const id = '01890000-0000-7000-8000-000000000001'

function writes(op: 'c' | 'u' | 'd' | 'r', status: 'published' | 'draft' = 'published') {
  const decoded = decode(articleRecord(1, { id, title: 'A', status }, { floor: 5, op }))
  if (decoded.kind !== 'change') throw new Error('no change')
  return projectSearch(decoded.change, 7n).map(({ alias, document }) => {
    return `${alias} ${document.deleted ? 'tombstone' : document.title}`
  })
}

test('a new article stands in the index of its status alone', () => {
  expect(writes('c')).toEqual(['articles A'])
  expect(writes('r', 'draft')).toEqual(['drafts A'])
})

test('a changed article leaves a tombstone in the other index', () => {
  expect(writes('u')).toEqual(['articles A', 'drafts tombstone'])
  expect(writes('u', 'draft')).toEqual(['articles tombstone', 'drafts A'])
})

test('a deleted article leaves one in both', () => {
  expect(writes('d')).toEqual(['articles tombstone', 'drafts tombstone'])
})
