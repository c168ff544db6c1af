import { jsonFeed } from '@broadsheet/contracts/syndication'
import { expect, test } from 'vitest'
import type { ArticleFeed, FeedEntry } from './article-feed.ts'
import { atomOf } from './atom.ts'
import { jsonFeedOf } from './json-feed.ts'
import { parseXml, textOf } from './xml.fixture.ts'

const id = 'urn:uuid:0198c0de-0000-7000-8000-000000000001'
const entry: FeedEntry = {
  id,
  title: 'On <b> & "quotes"\u0001',
  description: 'What it says',
  tagList: ['one', 'two & three'],
  canonicalUrl: null,
  createdAt: '1999-12-31T23:59:59.000Z',
  updatedAt: '2024-05-06T07:08:09.123Z',
  url: 'https://example.org/article/on-b',
  author: 'Ада',
  html: '<p>a &amp; b</p>',
}
const older: FeedEntry = {
  ...entry,
  updatedAt: '2001-01-01T00:00:00.000Z',
  canonicalUrl: 'https://else.example/first',
}
const feed: ArticleFeed = {
  id: 'urn:uuid:0198c0de-0000-5000-8000-000000000002',
  title: 'Broadsheet',
  home: 'https://example.org/',
  self: 'https://example.org/api/feeds/articles.atom?tag=a&author=b',
  entries: [older, entry],
}

test('Atom has what RFC 4287 demands of a feed', () => {
  const atom = parseXml(atomOf(feed))
  expect([atom.name, atom.attributes['xmlns']]).toEqual(['feed', 'http://www.w3.org/2005/Atom'])
  expect(textOf(atom, 'id')).toBe(feed.id)
  expect(textOf(atom, 'title')).toBe('Broadsheet')
  expect(textOf(atom, 'updated')).toBe('2024-05-06T07:08:09.123Z')
  const links = atom.children.filter(({ name }) => name === 'link')
  expect(links.map(({ attributes }) => attributes)).toEqual([
    { rel: 'self', href: feed.self, type: 'application/atom+xml' },
    { rel: 'alternate', href: feed.home },
  ])
})

test('and of an entry', () => {
  const [first, second] = parseXml(atomOf(feed)).children.filter(({ name }) => name === 'entry')
  const attributesOf = (name: string, of = second) =>
    of?.children.filter((child) => child.name === name).map(({ attributes }) => attributes)
  const texts = ['id', 'title', 'published', 'updated', 'author', 'summary', 'content'].map(
    (name) => second && textOf(second, name),
  )
  expect(texts).toEqual([
    id,
    'On <b> & "quotes"\uFFFD',
    '1999-12-31T23:59:59.000Z',
    '2024-05-06T07:08:09.123Z',
    'Ада',
    'What it says',
    '<p>a &amp; b</p>',
  ])
  expect(attributesOf('content')).toEqual([{ type: 'html' }])
  expect(attributesOf('category')).toEqual([{ term: 'one' }, { term: 'two & three' }])
  const alternate = { rel: 'alternate', href: entry.url, type: 'text/html' }
  expect(attributesOf('link')).toEqual([alternate])
  const canonical = { rel: 'canonical', href: 'https://else.example/first' }
  expect(attributesOf('link', first)).toEqual([alternate, canonical])
})

test('what has no address says none', () => {
  const nowhere = { ...feed, self: null }
  expect(atomOf(nowhere)).not.toContain('rel="self"')
  expect(jsonFeed.parse(jsonFeedOf(nowhere))).not.toHaveProperty('feed_url')
})

test('an empty Atom feed is the same each time', () => {
  const empty = atomOf({ ...feed, entries: [] })
  expect(textOf(parseXml(empty), 'updated')).toBe('1970-01-01T00:00:00.000Z')
})

test('JSON Feed is as the contract has it', () => {
  const made = jsonFeedOf(feed)
  expect(jsonFeed.parse(made)).toEqual(made)
  expect(made).toMatchObject({ home_page_url: feed.home, feed_url: feed.self })
  expect(made.items[1]).toEqual({
    id,
    url: entry.url,
    title: entry.title,
    summary: 'What it says',
    content_html: '<p>a &amp; b</p>',
    date_published: '1999-12-31T23:59:59.000Z',
    date_modified: '2024-05-06T07:08:09.123Z',
    authors: [{ name: 'Ада' }],
    tags: ['one', 'two & three'],
  })
  expect(made.items[0]).toMatchObject({ external_url: 'https://else.example/first' })
})
