import { newArticle } from '@broadsheet/contracts/article'
import { expect, test } from 'vitest'
import { kinds, languages, readCorpus, readQueries } from './test-set.ts'

const corpus = readCorpus()
const queries = readQueries()

test('there are enough articles in each language, and enough queries', () => {
  const written = (language: string) => corpus.filter((article) => article.language === language)
  expect(written('en').length).toBeGreaterThanOrEqual(60)
  expect(written('ru').length).toBeGreaterThanOrEqual(40)
  expect(written('en').length + written('ru').length).toBe(corpus.length)
  expect(queries.length).toBeGreaterThanOrEqual(60)
})

test.each(corpus)('$name is an article that the contract takes', (article) => {
  const { name: importPath, tags: tagList, language, ...fields } = article
  expect(
    newArticle.safeParse({ article: { ...fields, importPath, tagList } }).error,
  ).toBeUndefined()
  expect(importPath.startsWith(`${language}-`)).toBe(true)
  const words = article.body.match(/[\p{L}\p{N}]\S*/gu) ?? []
  expect(words.length).toBeGreaterThanOrEqual(80)
  expect(words.length).toBeLessThanOrEqual(250)
  // What the corpus' plain front matter cannot say.
  expect(article.title + article.description).not.toMatch(/''|\\|^['"]/)
})

test('no two articles share a title or a text', () => {
  expect(new Set(corpus.map(({ title }) => title)).size).toBe(corpus.length)
  expect(new Set(corpus.map(({ body }) => body)).size).toBe(corpus.length)
})

test('every kind and language is asked', () => {
  expect(new Set(queries.map(({ kind }) => kind))).toEqual(new Set(kinds))
  expect(new Set(queries.map(({ language }) => language))).toEqual(new Set(languages))
  expect(queries.filter(({ language }) => language === 'en').length).toBeGreaterThanOrEqual(36)
  expect(queries.filter(({ language }) => language !== 'en').length).toBeGreaterThanOrEqual(24)
})

test('no query is asked twice', () => {
  const asked = queries.map(({ q }) => q.trim().toLowerCase())
  expect(new Set(asked).size).toBe(asked.length)
})

test.each(queries)('$q is judged by what there is', ({ judged }) => {
  const names = new Set(corpus.map(({ name }) => name))
  expect(Object.keys(judged).filter((name) => !names.has(name))).toEqual([])
  const grades = Object.values(judged)
  expect(grades.filter((grade) => ![1, 2, 3].includes(grade))).toEqual([])
  expect(grades).toContain(3)
})

test('what a query excludes is not judged relevant, and a phrase is where it is wanted most', () => {
  const byName = new Map(corpus.map((article) => [article.name, article]))
  for (const { q, kind, judged } of queries) {
    const textOf = (name: string) => {
      const { title, description, body, tags } = byName.get(name)!
      return [title, description, body, ...tags].join('\n').toLowerCase()
    }
    if (kind === 'exclusion') {
      const excluded = / -(\S+)/.exec(q)![1]!
      for (const name of Object.keys(judged)) expect(textOf(name)).not.toContain(excluded)
    }
    if (kind === 'phrase') {
      for (const [name, grade] of Object.entries(judged)) {
        if (grade === 3) expect(textOf(name)).toContain(q.slice(1, -1))
      }
    }
  }
})
