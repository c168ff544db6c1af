import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { articleHtml, most } from './article-html.ts'
import { allWithin, parseXml, type Parsed } from './xml.fixture.ts'

const page = 'https://example.org/article/a-slug'
const html = (body: string) => articleHtml(body, page)

const elements = new Set(
  (
    'address article aside footer header h1 h2 h3 h4 h5 h6 hgroup main nav section blockquote dd div dl dt ' +
    'figcaption figure hr li ol p pre ul a abbr b bdi bdo br cite code data dfn em i kbd mark q rb rp rt rtc ' +
    'ruby s samp small span strong sub sup time u var wbr caption col colgroup table tbody td tfoot th thead ' +
    'tr img del ins'
  ).split(' '),
)
const attributes = /^(?:href|src|alt|title|width|height|start|colspan|rowspan|class)$/

/** What an HTML fragment of ours does that it must not; it is well-formed XML as well. */
function faultsOf(fragment: string): string[] {
  // What XML forbids is taken out by the writer of the document, and tested there.
  const wellFormed = fragment.replace(
    /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu,
    '',
  )
  return allWithin(parseXml(`<div>${wellFormed}</div>`)).flatMap(({ name, attributes: given }) => [
    ...(elements.has(name) ? [] : [`element ${name}`]),
    ...Object.entries(given).flatMap(([key, value]) => {
      if (!attributes.test(key)) return [`attribute ${key}`]
      const isAddress = key === 'href' || key === 'src'
      return isAddress && !/^(?:https?:\/\/|mailto:)/.test(value) ? [`${key}=${value}`] : []
    }),
  ])
}

const depthOf = ({ children }: Parsed): number => 1 + Math.max(0, ...children.map(depthOf))

const hostile = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<img src="data:text/html;base64,PHNjcmlwdD4=">',
  '<img srcset="javascript:alert(1) 1x">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="vbscript:x">x</a>',
  '[x](javascript:alert(1))',
  '[x](<java script:alert(1)>)',
  '![x](javascript:alert(1))',
  '[x]: javascript:alert(1)\n\n[x]',
  '<javascript:alert(1)>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<style>@import "//evil.example/x.css"</style>',
  '<iframe src="https://evil.example"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  '<svg><p><style><!--</style><img src=x onerror=alert(1)>--></style></svg>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><input autofocus onfocus=alert(1)></form>',
  '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=//evil.example">',
  '<div onclick="alert(1)" onmouseover=alert(1)>x</div>',
  '<!--[if IE]><script>alert(1)</script><![endif]-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml-stylesheet href="javascript:alert(1)"?>',
  '<textarea></textarea><script>alert(1)</script>',
  '<img """><script>alert(1)</script>">',
  '<a href="x" title="a\nb" onclick\n=\nalert(1)>x</a>',
  '`<script>`</script>alert(1)',
  '<marquee>x</marquee>',
]

describe('what is hostile does not come through', () => {
  test.each(hostile)('%s', (body) => {
    expect(faultsOf(html(body))).toEqual([])
    expect(faultsOf(html(`a\n\n> * ${body}\n\n| ${body} |\n|-|\n`))).toEqual([])
  })

  test('whatever it is made of', () => {
    const pieces = [
      '<',
      '>',
      '"',
      "'",
      '`',
      '</',
      '<a ',
      'href=',
      '[x](',
      ')',
      '\n',
      '\n\n',
      '&#x',
      ';',
    ]
    const piece = fc.oneof(
      fc.constantFrom(...hostile, ...pieces),
      fc.string({ unit: 'binary', maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        expect(faultsOf(html(parts.join('')))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('the text of a script is gone as well, that of an element that is merely unknown is not', () => {
    expect(html('<script>alert(1)</script>')).not.toContain('alert')
    expect(html('<blink>words</blink>')).toContain('words')
  })

  test('the check itself sees what is wrong', () => {
    const faults =
      '<script>x</script><marquee>y</marquee><a href="javascript:x" onclick="y" style="z">x</a>'
    expect(faultsOf(faults)).toEqual([
      'element script',
      'element marquee',
      'href=javascript:x',
      'attribute onclick',
      'attribute style',
    ])
  })
})

describe('what is good does', () => {
  test('headings, emphasis, lists, code, tables', () => {
    const body =
      '# One\n\n*two* **three** ~~four~~\n\n3. five\n\n```ts\na < b\n```\n\n|x|\n|:-|\n|y|'
    const given = html(body)
    for (const part of [
      '<h1>One</h1>',
      '<em>two</em> <strong>three</strong> <s>four</s>',
      '<ol start="3">',
      '<code class="language-ts">a &lt; b\n</code>',
      '<th>x</th>',
      '<td>y</td>',
    ]) {
      expect(given).toContain(part)
    }
  })

  test.each([
    ['other', 'https://example.org/article/other'],
    ['/top?a=1&b=2', 'https://example.org/top?a=1&amp;b=2'],
    ['#below', 'https://example.org/article/a-slug#below'],
    ['//cdn.example/x', 'https://cdn.example/x'],
    ['http://else.example/', 'http://else.example/'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
  ])('a link to %s is absolute', (address, absolute) => {
    expect(html(`[x](${address})`)).toBe(`<p><a href="${absolute}">x</a></p>\n`)
  })

  test('so is an image', () => {
    expect(html('![a cat](../cat.png "Cat")')).toBe(
      '<p><img alt="a cat" title="Cat" src="https://example.org/cat.png" /></p>\n',
    )
  })
})

test('a long article ends between two blocks, with a link to the rest', () => {
  const long = html('Some words.\n\n'.repeat(10_000))
  expect(long.length).toBeLessThan(100_000)
  expect(long.trimEnd()).toMatch(
    /<p>Some words\.<\/p>\s*<p><a href="https:\/\/example\.org\/article\/a-slug">…<\/a><\/p>$/,
  )
  expect(faultsOf(html('😀'.repeat(40_000)))).toEqual([])
})

const link = `<p><a href="${page}">…</a></p>`
const tableOf = (columns: number, rows: number) =>
  ['a|', '-|'].map((cell) => `|${cell.repeat(columns)}\n`).join('') + '|\n'.repeat(rows)

test.each([
  ['wide', tableOf(200, 330)],
  ['in many', `${tableOf(200, 100)}\n`.repeat(20)],
  ['after a carriage return', tableOf(200, 330).replaceAll('\n', '\r')],
  ['quoted', tableOf(200, 330).replaceAll(/^/gm, '>')],
])('a table that would have too many cells stays text: %s', (_, table) => {
  const given = html(table)
  expect(given).not.toMatch(/<t[dhr]|…/)
  expect(given.length).toBeLessThan(table.length + 500)
})

describe('a short body that would become a long one ends before that block', () => {
  test.each([
    ['a table', tableOf(60, 400)],
    ['an address', `[a]: http://x/${'y'.repeat(10_000)}\n\n${'[a] '.repeat(2_000)}`],
    ['a title', `[a]: x "${'&'.repeat(20_000)}"\n\n${'[a]'.repeat(1_000)}`],
    ['a title of images', `[a]: x "${'y'.repeat(20_000)}"\n\n${'![a]'.repeat(1_000)}`],
    ['relative addresses', '[](x)'.repeat(9_000)],
    ['quotes in quotes', `${'>'.repeat(18)}x\n\n`.repeat(2_300)],
  ])('%s', (_, bomb) => {
    const given = html(`# Before\n\n${bomb}\n\nAfter`)
    expect(given.startsWith('<h1>Before</h1>\n')).toBe(true)
    expect(given.endsWith(link)).toBe(true)
    expect(given.length).toBeLessThan(most.made)
  })

  test('raw HTML is left out altogether', () => {
    const far = `${page}/${'y'.repeat(500)}/z`
    expect(articleHtml('<a href=x></a>'.repeat(3_500), far)).toBe(link.replace(page, far))
  })

  test('a comment that does not end hides no link', () => {
    expect(html(`<!--\n\n${'x'.repeat(most.read)}`)).toBe(link)
  })
})

const deep = (level: number) => `${'  '.repeat(level)}- a\n`
const ticks = Array.from({ length: 300 }, (_, n) => '`'.repeat(n)).join(' ')

const parts = [
  '>¦> ¦- ¦1) a\n¦-\n¦> a\na\n¦# a\n¦a\n¦a\n\n¦-\t¦    a\n\n',
  '*¦*a ¦*a **b ¦a**b¦_a __b ¦~~a ¦**a *b ¦\\¦"¦&¦&lt;',
  '[¦![¦![[¦[a](¦[](x)¦[a](<b¦[a](b "¦[a]((¦[a\n¦[a]: <¦[a]: x\n',
  '<¦</¦<a ¦<!--¦<?¦<http:¦<b>¦<p>¦<div>\n\n¦<ul><li>¦<img src=x>',
  '|¦|\n¦|-|\n¦|a|\n|-|\n\n¦`¦` ``¦```\n¦é¦😀',
].flatMap((some) => some.split('¦'))

test.each(parts)('of 50,000 characters of %j no more is made than there may be', (part) => {
  expect(html(part.repeat(most.read / part.length)).length).toBeLessThanOrEqual(most.html)
})

test.each([
  ['lists', 25, Array.from({ length: 300 }, (_, n) => deep(n)).join('')],
  ['quotes', 25, '> '.repeat(20_000)],
  ['elements', 120, '<i>'.repeat(16_000)],
  ['emphasis', 25, `${'**a *b '.repeat(3_500)}${' c* d**'.repeat(3_500)}`],
  ['code', 25, ticks],
])('%s within each other end somewhere', (_, depth, body) => {
  expect(depthOf(parseXml(`<div>${html(body)}</div>`))).toBeLessThan(depth)
  expect(html(body).length).toBeLessThan(most.html)
})
