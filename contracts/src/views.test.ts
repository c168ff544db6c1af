import { describe, expect, test } from 'vitest'
import { parseView } from './views.ts'

/** As it was first written; it must be read for ever. */
const written =
  '{"v":1,"id":"0198c0de-0000-7000-8000-000000000001","articleId":"0198c0de-0000-7000-8000-0000000000aa",' +
  '"at":"2026-01-02T03:04:05.678Z","visitor":"00112233445566778899aabbccddeeff","referrer":"news.example"}'
const event = JSON.parse(written)
const changed = (fields: object) => JSON.stringify({ ...event, ...fields })

describe('a page view', () => {
  test('of version 1 is read', () => {
    expect(parseView(written)).toEqual(event)
    expect(parseView(changed({ referrer: null }))).toEqual({ ...event, referrer: null })
  })

  test('may have fields that came later', () => {
    expect(parseView(changed({ country: 'PT' }))).toEqual(event)
  })

  test.each([
    ['another version', { v: 2 }],
    ['no id', { id: undefined }],
    ['an article that is none', { articleId: 'x' }],
    ['a time that ClickHouse has not', { at: '2200-01-01T00:00:00Z' }],
    ['a visitor that is no hash', { visitor: '203.0.113.7' }],
    ['a referrer that is a URL', { referrer: 'https://news.example/?q=secret' }],
  ])('with %s is refused', (_what, fields) => {
    expect(() => parseView(changed(fields))).toThrow()
  })

  test('that is not JSON is refused', () => {
    expect(() => parseView('{"v":1')).toThrow(SyntaxError)
  })
})
