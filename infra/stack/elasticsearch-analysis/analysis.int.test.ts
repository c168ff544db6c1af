import { expect, inject, test } from 'vitest'

async function tokens(body: Record<string, unknown>): Promise<string[]> {
  const response = await fetch(`${inject('stack').elasticsearch}/_analyze`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as { tokens?: { token: string }[] }
  if (!answer.tokens) throw new Error(JSON.stringify(answer))
  return answer.tokens.map(({ token }) => token)
}

const filtered = (text: string, ...filter: unknown[]) =>
  tokens({ tokenizer: 'standard', filter, text })

// What the official distribution answers to the same requests.
test('analyzers', async () => {
  const text = "The author's running foxes jumped"
  expect(await tokens({ analyzer: 'english', text })).toEqual(['author', 'run', 'fox', 'jump'])
  expect(await tokens({ analyzer: 'russian', text: 'Быстрые лисы и собаки' })).toEqual([
    'быстр',
    'лис',
    'собак',
  ])
})

test('filters, by name and with the official settings', async () => {
  expect(await filtered('Überraschung café', 'lowercase', 'asciifolding')).toEqual([
    'uberraschung',
    'cafe',
  ])
  expect(await filtered('café', { type: 'asciifolding', preserve_original: true })).toEqual([
    'cafe',
    'café',
  ])
  expect(await filtered('fox', { type: 'edge_ngram', min_gram: 1, max_gram: 3 })).toEqual([
    'f',
    'fo',
    'fox',
  ])
  expect(await filtered('abc', { type: 'ngram', min_gram: 2, max_gram: 2 })).toEqual(['ab', 'bc'])
  expect(await filtered('jumping', { type: 'stemmer', language: 'light_english' })).toEqual([
    'jump',
  ])
  expect(await filtered("author's", { type: 'stemmer', language: 'possessive_english' })).toEqual([
    'author',
  ])
  expect(await filtered('лисы', { type: 'snowball', language: 'Russian' })).toEqual(['лис'])
})

test('the mapping of characters, before a text is taken apart', async () => {
  const char_filter = [{ type: 'mapping', mappings: ['ё=>е', "’=>'", '\u0301=>'] }]
  const text = 'ёлка l’oignon за\u0301мок'
  expect(await tokens({ tokenizer: 'standard', char_filter, text })).toEqual([
    'елка',
    "l'oignon",
    'замок',
  ])
})
