import { assert, lorem, oneof, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { isSlug, slugForm } from './slug.ts'

test.each([
  ['How to train your dragon', 'how-to-train-your-dragon'],
  ['  JavaScript & TypeScript!  ', 'javascript-and-typescript'],
  ['Привет, мир', 'privet-mir'],
  ['Crème brûlée', 'creme-brulee'],
  ['a_b.c/d', 'a-b-c-d'],
  ['🎉🎉', 'article'],
  ['你好', 'article'],
  ['___', 'article'],
])('the slug form of %j is %j', (title, slug) => {
  expect(slugForm(title)).toBe(slug)
})

test('a long title is cut between words, and within a word that leaves no choice', () => {
  expect(slugForm('word '.repeat(40))).toBe('word-'.repeat(20).slice(0, -1))
  expect(slugForm('x'.repeat(200))).toBe('x'.repeat(100))
})

test('whatever the title, the form is a slug of at most 100 characters', () => {
  const titles = oneof(string({ unit: 'binary', maxLength: 300 }), lorem())
  assert(
    property(titles, (title) => {
      const form = slugForm(title)
      expect(form).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      expect(form.length).toBeLessThanOrEqual(100)
      expect(isSlug(`${form}-abcdefgh`)).toBe(true)
    }),
  )
})

test('what can be no slug is known without asking the database', () => {
  for (const text of ['', 'A', 'ä', 'a b', 'a\0', 'a'.repeat(121), '%zz']) {
    expect(isSlug(text)).toBe(false)
  }
})
