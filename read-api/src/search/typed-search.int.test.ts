import { beforeAll, expect, inject, test } from 'vitest'
import { signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const tag = unique('tag')
let author: Awaited<ReturnType<typeof signUp>>

beforeAll(async () => {
  author = await signUp(gateway)
})

async function search(q: string, more = `tag=${tag}`) {
  const path = `/search?${more}&q=${encodeURIComponent(q)}`
  const { status, body } = await author.ask('GET', path, author)
  expect(status).toBe(200)
  return { ...body, titles: body.hits.map((hit: any) => hit.article.title) }
}
const write = (title: string, body: string, more: object = {}) =>
  author.write({ title, body, description: 'd', tagList: [tag], ...more })
/** A word of letters alone, which may be mistyped. */
const letters = () => unique('').replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')

test('phrases in their order and form, and words that are taken away', async () => {
  const [one, other, third] = ['Phrase one', 'Phrase other', 'Phrase third']
  await write(one, 'The quick heron stood still.')
  await write(other, 'The heron is not so quick.')
  await write(third, 'Quick herons are many.')
  expect((await search('"quick heron"')).titles).toEqual([one])
  expect((await search('quick heron')).titles).toHaveLength(3)
  expect((await search('heron -still')).titles.toSorted()).toEqual([other, third])
  expect((await search('heron -"quick heron"')).titles.toSorted()).toEqual([other, third])
})

test('what is mistyped is found behind what is not, and a correction is offered', async () => {
  const [right, wrong] = [letters(), letters()]
  const swapped = (word: string) => word.slice(0, 4) + word.slice(5)
  await write(`Of typos`, `here ${right} stands`)
  expect(await search(swapped(right))).toMatchObject({
    titles: ['Of typos'],
    didYouMean: right,
  })
  expect(await search(right)).toMatchObject({ didYouMean: null })
  await write(`In a title ${swapped(wrong)} ${swapped(wrong)}`, 'b')
  await write('Exactly', `Once and at the end of a longer text: ${wrong}.`)
  expect((await search(wrong)).titles[0]).toBe('Exactly')
})

test('no correction tells of what is hidden, deleted or a draft, nor finds nothing', async () => {
  const [gone, draft, elsewhere] = [letters(), letters(), letters()]
  const { slug } = await write(gone, 'b')
  await write(draft, 'b', { status: 'draft' })
  await author.write({ title: elsewhere })
  expect(await search(`${gone}x`)).toMatchObject({ didYouMean: gone })
  await author.ask('DELETE', `/articles/${slug}`, author)
  for (const word of [gone, draft, elsewhere]) {
    expect(await search(`${word}x`)).toMatchObject({ didYouMean: null, total: 0 })
  }
})

test('a beginning, folded accents, ё, and words of two languages in one query', async () => {
  await write('Crème brûlée', 'Запечённый крем из Lyon.')
  for (const q of ['creme brul', 'CRÈME', 'запеченный lyo', 'запечённые lyon']) {
    expect([q, (await search(q)).titles]).toEqual([q, ['Crème brûlée']])
  }
})

test('an exact word comes before its stem, and other words for it are found', async () => {
  await write('Of marketing', 'marketing marketed marketing')
  await write('Of markets', 'market')
  expect((await search('market ')).titles[0]).toBe('Of markets')
  await write('On two wheels', 'A bicycle for the town.')
  expect((await search('bike ')).titles).toEqual(['On two wheels'])
})

test('the newer and the more favored of the alike come first', async () => {
  const own = unique('alike')
  const first = await write(`${own} a`, 'same')
  const second = await write(`${own} b`, 'same')
  expect((await search(own)).titles).toEqual([`${own} b`, `${own} a`])
  await author.ask('POST', `/articles/${first.slug}/favorite`, author)
  expect((await search(own)).titles).toEqual([`${own} a`, `${own} b`])
  expect((await search(own, 'sort=newest')).titles).toEqual([`${own} b`, `${own} a`])
  expect(second.slug).not.toBe(first.slug)
})

test('each word is marked by itself, small ones not, and phrases as a whole', async () => {
  const own = unique('marks')
  await write(own, 'How the night trains go to the Café Zürich.')
  const marked = async (q: string) => (await search(q)).hits[0].highlights.body
  expect(await marked('how night train')).toEqual([
    'How the <mark>night</mark> <mark>trains</mark> go to the Café Zürich.',
  ])
  expect(await marked('"cafe zurich"')).toEqual([
    'How the night trains go to the <mark>Café Zürich</mark>.',
  ])
})

test('a script in a text never comes back as markup', async () => {
  const own = unique('esc')
  await write(`${own} <script>alert(1)</script>`, `<script>${own}</script> & <mark>${own}`)
  const { hits } = await search(own)
  const text = JSON.stringify(hits[0].highlights)
  expect(text.replace(/<\/?mark>/g, '')).not.toMatch(/[<>]/)
  expect(text).toContain(`&lt;script&gt;<mark>${own}</mark>`)
})
