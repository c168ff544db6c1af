import { expect, test } from 'vitest'
import { limits, newArticle } from './article.ts'

const complaintsOf = (tagList: unknown) =>
  newArticle
    .safeParse({ article: { title: 't', description: 'd', body: 'b', tagList } })
    .error?.issues.map(({ message }) => message)

test('a list of tags that is none gets one complaint, however long it is', () => {
  expect(complaintsOf('t'.repeat(limits.tags + 1))).toEqual(['must be a list'])
  expect(complaintsOf(null)).toEqual(['must be a list'])
})

test('a tag may not be too much, nor may tags be too many', () => {
  const tags = (count: number) => Array.from({ length: count }, (_, at) => `tag ${at}`)
  expect(complaintsOf(tags(limits.tags))).toBe(undefined)
  expect(complaintsOf(tags(limits.tags + 1))).toEqual(['has too many tags (maximum is 20)'])
  expect(complaintsOf([1])).toEqual(['must be text'])
})
