import { newArticle } from '@broadsheet/contracts/article'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Unusable } from '../publishing/source.ts'
import { articleOf } from './article.ts'

const defaults = {
  importPath: 'notes/on-paper.md',
  author: 'imported',
  modifiedAt: new Date('2024-05-06T07:08:09Z'),
}
const read = (text: string) => articleOf(text, defaults)
const article = (text: string) => read(text).article
const withFields = (...lines: string[]) => ['---', ...lines, '---', '', 'Body.', ''].join('\n')

test('a text without front matter has its first heading and paragraph, and its file', () => {
  const text =
    '![logo](x.png)\n\nOn *Paper* &amp; `ink`\n===\n\n> quoted\n\nFirst [words](u),\nmore.\n'
  expect(read(text)).toEqual({
    article: {
      title: 'On Paper & ink',
      description: 'First words, more.',
      body: text,
      tagList: [],
      status: 'published',
      createdAt: '2024-05-06T07:08:09.000Z',
      author: 'imported',
      importPath: 'notes/on-paper.md',
    },
    notes: [],
  })
})

test('front matter says everything, in whatever case and line ends', () => {
  const text = withFields(
    'Title: "007: a name"',
    'created: 2024-01-02 03:04 +0100',
    'tags: [b, a, b]',
    'author: Анна',
    'draft: yes',
    'summary: |',
    '  Short.',
  ).replaceAll('\n', '\r\n')
  expect(article(text)).toMatchObject({
    title: '007: a name',
    description: 'Short.',
    body: 'Body.\r\n',
    tagList: ['b', 'a'],
    status: 'draft',
    createdAt: '2024-01-02T02:04:00.000Z',
    author: 'Анна',
  })
})

test('without heading the file names the article, without paragraph its title describes it', () => {
  expect(article('Just words.')).toMatchObject({ title: 'on-paper', description: 'Just words.' })
  expect(article('# Title\n\n```\ncode\n```')).toMatchObject({ description: 'Title' })
  expect(article('# ![Logo](x)\n\n- item')).toMatchObject({ title: 'Logo', description: 'item' })
})

test('a description is cut only when it is the first paragraph', () => {
  const long = '😀'.repeat(1_200)
  expect([...article(`# T\n\nx${long}`).description]).toHaveLength(1_000)
  expect(article(withFields(`description: ${long}`)).description).toBe(long)
})

test.each([
  ['a, b c,, d', ['a', 'b c', 'd']],
  ['a b  c', ['a', 'b', 'c']],
  ['[2024, yes]', ['2024', 'yes']],
  ['', []],
])('tags: %s', (written, tags) => {
  expect(article(withFields(`tags: ${written}`)).tagList).toEqual(tags)
})

test('what no article can have is left out with a note', () => {
  const long = 'x'.repeat(41)
  const many = Array.from({ length: 21 }, (_, n) => `t${n}`)
  expect(read(withFields(`tags: [${long}, ok, {a: b}]`))).toMatchObject({
    article: { tagList: ['ok'] },
    notes: [expect.stringContaining(long), expect.stringContaining('not text')],
  })
  expect(read(withFields(`tags: [${many.join(', ')}]`)).notes).toEqual([
    expect.stringContaining('"t20"'),
  ])
  expect(read(withFields('author: [{name: A}, B]'))).toMatchObject({
    article: { author: 'A' },
    notes: [expect.stringContaining('"B"')],
  })
})

test.each([
  ['is empty', ' \n'],
  ['not valid YAML', withFields('title: [a')],
  ['not valid YAML', withFields('a: 1', 'a: 2')],
  ['is not a date', withFields('date: soon')],
  ['neither true nor false', withFields('draft: perhaps')],
  ['title: must be text', withFields('title: [a]')],
  ['author: must be a name', withFields('author: {email: a}')],
  [
    'not valid YAML',
    withFields(
      'a: &a [x,x]',
      ...[...'bcdefghi'].map((to, at) => `${to}: &${to} [${`*${'abcdefgh'[at]},`.repeat(9)}]`),
    ),
  ],
])('%s', (reason, text) => {
  expect(() => read(text)).toThrow(Unusable)
  expect(() => read(text)).toThrow(reason)
})

test('rules at the start are not front matter', () => {
  for (const text of ['---\n\nA word.\n\n---\n\nMore.', '---\nnever closed', '--- \nx: 1']) {
    expect(article(text).body).toBe(text)
  }
  expect(article('---\n---\nBody.').body).toBe('Body.')
})

test('any text is an article that the contract takes, or unusable', () => {
  const line = fc.oneof(
    fc.constantFrom('---', '# Head', 'title: x', 'tags: a b', 'date: 2024-01-01', '> q', '- [', ''),
    fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', '')),
  )
  const text = fc.array(line, { maxLength: 12 }).map((lines) => ['---', ...lines].join('\n'))
  fc.assert(
    fc.property(fc.oneof(text, line), (text) => {
      try {
        const { article } = read(text)
        const { error } = newArticle.safeParse({ article })
        const refused = error?.issues.map(({ path }) => path[1]) ?? []
        expect(refused.filter((field) => field !== 'body')).toEqual([])
        expect(text.endsWith(article.body)).toBe(true)
      } catch (error) {
        if (!(error instanceof Unusable)) throw error
      }
    }),
  )
})
