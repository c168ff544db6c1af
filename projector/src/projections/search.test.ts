import { expect, test } from 'vitest'
import { decode, type RawRecord } from '../consumer/decode.ts'
import { articleRecord, commentRecord } from '../consumer/records.fixture.ts'
import { projectSearch } from './search/project.ts'

const id = '01890000-0000-7000-8000-000000000001'

function writesOf(record: RawRecord) {
  const decoded = decode(record)
  if (decoded.kind !== 'change') throw new Error('no change')
  return projectSearch(decoded.change, 7n)
}

function writes(op: 'c' | 'u' | 'd' | 'r', status: 'published' | 'draft' = 'published') {
  const record = articleRecord(1, { id, title: 'A', status }, { floor: 5, op })
  return writesOf(record).map(({ alias, document }) =>
    'title' in document ? `${alias} ${document.title}` : `${alias} tombstone`,
  )
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

test('a row becomes its document column by column', () => {
  expect(writesOf(articleRecord(1, { id, title: 'A' }, { floor: 5, op: 'c' }))).toMatchObject([
    {
      alias: 'articles',
      version: 7n,
      document: {
        id,
        deleted: false,
        authorId: '01890000-0000-7000-8000-0000000000aa',
        slug: 'a-slug',
        title: 'A',
        description: 'd',
        body: 'b',
        tagList: ['t'],
        status: 'published',
        version: 1,
        createdAt: '2026-01-02T03:04:05.678Z',
        updatedAt: '2026-01-02T03:04:05.678Z',
      },
    },
  ])
})

test('a comment has a document, and a tombstone when it was deleted', () => {
  const comment = { id: 12, article_id: id, body: 'Hello.' }
  expect(writesOf(commentRecord(1, comment, { floor: 5, op: 'c' }))).toMatchObject([
    { alias: 'comments', document: { id: 12, deleted: false, articleId: id, body: 'Hello.' } },
  ])
  expect(writesOf(commentRecord(1, comment, { floor: 5, op: 'd' }))).toEqual([
    { alias: 'comments', version: 7n, document: { id: 12, deleted: true } },
  ])
})
