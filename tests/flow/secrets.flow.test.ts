import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { newAccount, register, send, signIn, type Author } from '../author.ts'
import { crawl, mentions } from '../crawl.ts'
import { comment, publish } from '../publishing.ts'
import {
  clickhouse,
  elasticsearch,
  kafka,
  logs,
  placesOf,
  postgres,
  redis,
  type Place,
} from './everything-stored.ts'

const stack = inject('stack')
const { gateway } = stack
const database = new Pool({ connectionString: stack.postgres, max: 1 })

/** Letters and digits that stand nowhere else. */
const unique = (what: string) => `${what}${randomUUID().replaceAll('-', '')}`
const secrets = {
  /** Before the `@`; the names of accounts have nothing of it. */
  emails: [unique('mailone'), unique('mailtwo')],
  passwords: [unique('passone'), unique('passtwo'), unique('passwrong')],
  hashes: [] as string[],
  tokens: [] as string[],
}
const [emailOne, emailTwo] = secrets.emails.map((name) => `${name}@example.com`)
const [passwordOne, passwordTwo, wrongPassword] = secrets.passwords
const all = () => Object.values(secrets).flat()

let keeper: Author
let other: Author
let slug: string
let word: string
/** Of a request of the keeper's, to be found in the logs. */
const trackId = unique('track')

const login = (email: string, password: string) =>
  send(`${gateway}/api/users/login`, 'POST', {}, { user: { email, password } })

beforeAll(async () => {
  other = await register(gateway)
  keeper = await register(gateway, { email: emailOne!, password: passwordOne! })
  const device = await signIn(gateway, keeper)
  secrets.tokens.push(keeper.token, device.token, await openCookieSession())
  await keepHash()
  await writeSomething()
  await failToSignIn()
  const user = { email: emailTwo, password: passwordTwo }
  const changed = await keeper.put('/api/user', { user }, { 'X-Track-Id': trackId })
  expect(changed.status).toBe(200)
  await keepHash()
  await tryToTakeThePlace()
  const strict = { Prefer: 'consistency=strict' }
  expect((await keeper.get(`/api/articles/${slug}`, strict)).status).toBe(200)
  expect((await keeper.get(`/api/stats/articles/${slug}`, strict)).status).toBe(200)
})
afterAll(() => database.end())

/** The value of the cookie. */
async function openCookieSession(): Promise<string> {
  const json = { email: emailOne, password: passwordOne }
  const { status, headers } = await send(`${gateway}/api/sessions`, 'POST', {}, json)
  const cookies = headers
    .getSetCookie()
    .map((cookie) => /^(?:__Host-)?session=([^;]+)/.exec(cookie))
  const value = cookies.find((match) => match !== null)?.[1] ?? ''
  expect([status, value.length >= 22]).toEqual([201, true])
  return value
}

async function keepHash(): Promise<void> {
  const { rows } = await database.query(
    `SELECT password_hash FROM credentials JOIN users ON users.id = user_id WHERE username = $1`,
    [keeper.username],
  )
  secrets.hashes.push(rows[0].password_hash)
}

async function writeSomething(): Promise<void> {
  ;({ slug, word } = await publish(keeper))
  await comment(keeper, slug, `On ${word}.`)
  await comment(other, slug, 'Well.')
  await keeper.post(`/api/articles/${slug}/favorite`)
  await keeper.post(`/api/profiles/${other.username}/follow`)
  await other.post(`/api/profiles/${keeper.username}/follow`)
}

async function failToSignIn(): Promise<void> {
  expect((await login(emailOne!, wrongPassword!)).status).toBe(401)
  const json = { email: emailOne, password: wrongPassword }
  expect((await send(`${gateway}/api/sessions`, 'POST', {}, json)).status).toBe(401)
}

/** Refusals that name an address or a name, and bodies that cannot be read. */
async function tryToTakeThePlace(): Promise<void> {
  const { username } = keeper
  for (const taken of [newAccount({ username }), newAccount({ email: emailTwo! })]) {
    const user = { ...taken, password: passwordTwo }
    const answer = await send(`${gateway}/api/users`, 'POST', {}, { user })
    expect(answer.status).toBe(409)
    expect(mentions([pageOf(answer)], all())).toEqual([])
  }
  const answer = await other.put('/api/user', { user: { email: emailTwo } })
  expect(answer.status).toBe(409)
  const broken = await fetch(`${gateway}/api/users/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: `{"user":{"email":"${emailTwo}","password":"${passwordTwo}"`,
  })
  expect(broken.status).toBe(400)
  expect((await broken.text()).includes(passwordTwo!)).toBe(false)
}

const pageOf = ({ status, body }: { status: number; body: unknown }) => ({
  path: '/api/users',
  status,
  text: JSON.stringify(body),
})

describe('none of it is kept in', () => {
  const places: [name: string, place: Place, known: () => string][] = [
    ['log files', logs, () => trackId],
    ['Kafka', kafka, () => word],
    ['Redis', redis, () => slug],
    ['Elasticsearch', elasticsearch, () => word],
    ['ClickHouse', clickhouse, () => slug],
  ]

  test.each(places)('%s', { timeout: 120_000 }, async (_name, place, known) => {
    const found = await placesOf([known(), ...all()], place(stack))
    // What has to be there is found: the search is not blind.
    expect(found.filter((one) => one.endsWith(known()))).not.toEqual([])
    expect(found.filter((one) => !one.endsWith(known()))).toEqual([])
  })

  test('Postgres, but for the address and the hash, with the credentials', async () => {
    const found = await placesOf(all(), postgres(stack))
    const hash = secrets.hashes.at(-1)
    const [, email] = secrets.emails
    expect(found).toEqual(
      [`postgres credentials: ${email}`, `postgres credentials: ${hash}`].toSorted(),
    )
  })
})

test('nobody else is shown any of it, wherever they look', async () => {
  const places = { slugs: [slug], usernames: [keeper.username, other.username], words: [word] }
  const views = await Promise.all([
    crawl(gateway, other.bearer(), places),
    crawl(gateway, {}, places),
  ])
  const pages = views.flat()
  expect(pages.filter(({ status }) => status >= 500)).toEqual([])
  expect(pages.filter(({ text }) => text.includes(word)).length).toBeGreaterThan(10)
  expect(mentions(pages, all())).toEqual([])
})

test('nobody is found by an address', async () => {
  for (const email of [...secrets.emails, emailTwo]) {
    const found = await other.get(`/api/search?q=${email}`)
    expect(found.body).toMatchObject({ total: 0 })
    const suggested = await other.get(`/api/search/suggest?q=${email}`)
    expect(suggested.body).toEqual({ articles: [], tags: [], people: [] })
  }
})
