import { answeringSide, operations } from '@broadsheet/contracts/operations/all'
import { expect, test } from 'vitest'
import { targetOf } from './routes.ts'

test.each([
  ['GET', '/api/articles', 'read'],
  ['HEAD', '/api/articles/a-slug', 'read'],
  ['OPTIONS', '/api/articles', 'read'],
  ['POST', '/api/articles', 'write'],
  ['PUT', '/api/articles/a-slug', 'write'],
  ['PATCH', '/api/articles/a-slug', 'write'],
  ['DELETE', '/api/articles/a-slug', 'write'],
  ['GET', '/api/articles/a-slug/comments', 'read'],
  ['POST', '/api/articles/a-slug/comments', 'write'],
  ['GET', '/api/articles/a-slug/favorite', 'write'],
  ['GET', '/api/profiles/someone', 'read'],
  ['GET', '/api/profiles/someone/follow', 'write'],
  ['GET', '/api/user', 'write'],
  ['GET', '/api/users', 'write'],
  ['POST', '/api/users/login', 'write'],
  ['GET', '/api/sessions', 'write'],
  ['DELETE', '/api/sessions/current', 'write'],
  ['OPTIONS', '/api/sessions/an-id', 'write'],
  ['POST', '/api/operator/users/someone/disable', 'write'],
  ['GET', '/api/search', 'read'],
  ['POST', '/api/search', 'read'],
  ['GET', '/api/search/suggest', 'read'],
  ['DELETE', '/api/stats/articles/a-slug', 'read'],
  ['GET', '/sitemap.xml', 'read'],
  ['GET', '/api/usersx', 'read'],
  ['GET', '/api', 'read'],
  ['GET', '/', null],
  ['GET', '/apis', null],
  ['GET', '/metrics', null],
  ['GET', '/api%2Fuser', null],
  ['POST', '//api/user', null],
])('%s %s → %s', (method, path, target) => {
  expect(targetOf(method, path)).toBe(target)
})

test.each([...operations.values()])('$method $path goes to the side that answers', (operation) => {
  const path = operation.path.replace(/\{\w+\}/g, 'some-1')
  expect(targetOf(operation.method.toUpperCase(), path)).toBe(answeringSide(operation))
})
