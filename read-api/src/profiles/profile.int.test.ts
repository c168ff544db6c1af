import { beforeAll, expect, inject, test } from 'vitest'
import { asking, signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const anyone = asking((path, init) => fetch(gateway + path, init))
let author: Awaited<ReturnType<typeof signUp>>
let reader: Awaited<ReturnType<typeof signUp>>

beforeAll(async () => {
  ;[author, reader] = [await signUp(gateway), await signUp(gateway)]
})

test('a profile is as its reader stands to it, in whatever case it is asked for', async () => {
  const path = `/profiles/${author.username.toUpperCase()}`
  const profile = { username: author.username, bio: null, image: null }
  const following = async () => {
    const { status, body, headers } = await reader.ask('GET', path, reader)
    expect([status, headers.get('consistency')]).toEqual([200, 'fresh'])
    expect(body.profile).toMatchObject(profile)
    return body.profile.following
  }
  expect(await following()).toBe(false)
  await reader.ask('POST', `${path}/follow`, reader)
  expect(await following()).toBe(true)
  expect((await author.ask('GET', path, author)).body.profile.following).toBe(false)
  expect((await anyone('GET', path)).body).toEqual({ profile: { ...profile, following: false } })
  await reader.ask('DELETE', `${path}/follow`, reader)
  expect(await following()).toBe(false)
})

test('its ETag is of this reader’s view, and HEAD has it too', async () => {
  const path = `/profiles/${author.username}`
  const etag = (await reader.ask('GET', path, reader)).headers.get('etag') ?? ''
  const conditional = { headers: { ...reader.headers, 'If-None-Match': etag } }
  expect((await reader.ask('GET', path, conditional)).status).toBe(304)
  const head = await reader.ask('HEAD', path, reader)
  expect([head.status, head.body, head.headers.get('etag')]).toEqual([200, '', etag])
  await reader.ask('POST', `${path}/follow`, reader)
  expect((await reader.ask('GET', path, conditional)).status).toBe(200)
})

test.each([unique('nobody'), '%00', '%F0%9F%93%B0', `${'x'.repeat(3_000)}`])(
  '%s is nobody',
  async (name) => {
    const { status, body } = await anyone('GET', `/profiles/${name}`)
    expect([status, body.code]).toEqual([404, 'profile_not_found'])
  },
)

test('who one follows is followed wherever they are shown', async () => {
  const [word, other] = [unique('w'), await signUp(gateway)]
  const { slug } = await author.write({ title: word, tagList: [word] })
  await author.ask('POST', `/articles/${slug}/comments`, {
    ...author,
    body: { comment: { body: 'Mine.' } },
  })
  await other.ask('POST', `/profiles/${author.username}/follow`, other)
  const shown = async (path: string) => (await other.ask('GET', path, other)).body
  expect((await shown(`/articles/${slug}`)).article.author.following).toBe(true)
  expect((await shown(`/articles?tag=${word}`)).articles[0].author.following).toBe(true)
  expect((await shown(`/search?q=${word}`)).hits[0].article.author.following).toBe(true)
  expect((await shown(`/articles/${slug}/comments`)).comments[0].author.following).toBe(true)
})
