import { operations } from '@broadsheet/contracts/operations/all'
import { expect, test } from 'vitest'
import { openApiDocument } from './document.ts'

const document = openApiDocument('session') as any

test('has every operation once, by its name', () => {
  const described = Object.values<object>(document.paths).flatMap((path) => Object.values(path))
  const ids = described.map(({ operationId }) => operationId)
  expect(ids.toSorted()).toEqual([...operations.keys()].toSorted())
})

test('says the limits of texts, numbers and choices', () => {
  const list = document.paths['/api/articles'].get.parameters
  const limit = list.find(({ name }: { name?: string }) => name === 'limit')
  expect(limit).toMatchObject({
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  })
  const { title, status, tagList } =
    document.components.schemas.NewArticle.properties.article.properties
  expect(title).toMatchObject({ type: 'string', minLength: 1, maxLength: 200 })
  expect(status.enum).toEqual(['draft', 'published'])
  expect(tagList).toMatchObject({ maxItems: 20, items: { maxLength: 40 } })
  const { bio } = document.components.schemas.UserChanges.properties.user.properties
  expect(bio).toMatchObject({ type: ['string', 'null'], maxLength: 10_000 })
})

test('tells which headers go with which operation', () => {
  const { paths } = document
  const sent = (operation: { parameters: { $ref?: string }[] }) =>
    operation.parameters.flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? [])
  expect(sent(paths['/api/articles'].get)).toEqual(['ConsistencyToken', 'Prefer', 'IfNoneMatch'])
  expect(sent(paths['/api/articles'].post)).toEqual(['IdempotencyKey'])
  expect(sent(paths['/api/articles/{slug}'].put)).toEqual(['IfMatch'])
  expect(sent(paths['/api/users'].post)).toEqual([])
  const answered = (answer: { headers: object }) => Object.keys(answer.headers)
  const { responses } = paths['/api/articles/{slug}'].put
  expect(answered(responses[200])).toEqual(['X-Track-Id', 'Consistency-Token', 'ETag'])
  expect(answered(responses[503])).toEqual(['X-Track-Id', 'Retry-After'])
})
