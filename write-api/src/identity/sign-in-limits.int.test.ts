import { trustIn, type Trust } from '@broadsheet/platform/client-address'
import { listen } from '@broadsheet/platform/server'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { apiAt, password, signUp, unique, type Api } from '../api-caller.fixture.ts'
import { openOwnApi, type OwnApi } from '../write-api.fixture.ts'
import { noLimits, openSignInLimits, type Limits } from './sign-in-limits.ts'

const gateway = apiAt(inject('stack').gateway)
const plenty: Limits = {
  signIns: { count: 1_000, seconds: 60 },
  failures: { count: 1_000, seconds: 60 },
  registrations: { count: 1_000, seconds: 60 },
}
let own: OwnApi
beforeAll(() => {
  own = openOwnApi(inject('stack'))
})
afterAll(() => own.close())

/** Serves with these limits, believing these proxies what a client's address is. */
async function limited(
  limits: Partial<Limits>,
  work: (api: Api) => Promise<void>,
  trust: Trust = trustIn(['loopback']),
): Promise<void> {
  const it = openOwnApi(inject('stack'), {
    limits: openSignInLimits(own.redis, { ...plenty, ...limits }),
    trust,
  })
  const server = await listen(it.app, { host: '127.0.0.1', port: 0 })
  try {
    await work(apiAt(`http://127.0.0.1:${server.port}`))
  } finally {
    await server.close()
    await it.close()
  }
}

/** An address of a client that no other test has. */
const address = () =>
  `2001:db8::${unique('')
    .slice(0, 8)
    .replace(/(....)/, '$1:')}`
const from = (client: string) => ({ 'x-forwarded-for': client })

const ways = {
  '/users/login': (email: string, given: string) => ({ user: { email, password: given } }),
  '/sessions': (email: string, given: string) => ({ email, password: given }),
}
async function signIn(
  api: Api,
  email: string,
  given = password,
  { client = address(), way = '/users/login' as keyof typeof ways } = {},
) {
  return await api('POST', way, { body: ways[way](email, given), headers: from(client) })
}

function expectLimited(answer: Awaited<ReturnType<Api>>, seconds: number): void {
  expect(answer).toMatchObject({
    status: 429,
    body: { code: 'rate_limited', errors: { rate: ['limit exceeded'] } },
  })
  const after = answer.headers.get('retry-after')
  expect(after).toMatch(/^\d+$/)
  expect(Number(after)).toBeGreaterThan(0)
  expect(Number(after)).toBeLessThanOrEqual(seconds)
}

test('one address signs in so often and no oftener, by either way together', async () => {
  await limited({ signIns: { count: 3, seconds: 50 } }, async (api) => {
    const { email } = await signUp(gateway)
    const client = address()
    for (const way of ['/users/login', '/sessions', '/users/login'] as const) {
      expect((await signIn(api, email, password, { client, way })).status).toBeLessThan(300)
    }
    for (const way of ['/users/login', '/sessions'] as const) {
      expectLimited(await signIn(api, email, password, { client, way }), 50)
    }
    expect((await signIn(api, email)).status).toBe(200)
  })
})

test('an account is tried so often, from wherever, whether it exists or not', async () => {
  await limited({ failures: { count: 3, seconds: 50 } }, async (api) => {
    const { email } = await signUp(gateway)
    for (const tried of [email, `${unique('nobody')}@example.com`]) {
      const spelled = [tried, tried.toUpperCase(), tried]
      for (const [at, spelling] of spelled.entries()) {
        const way = at === 1 ? '/sessions' : '/users/login'
        const answer = await signIn(api, spelling, 'a wrong password', { way })
        expect(answer).toMatchObject({ status: 401, body: { code: 'credentials_invalid' } })
      }
      for (const given of ['a wrong password', password]) {
        expectLimited(await signIn(api, tried, given), 50)
        expectLimited(await signIn(api, tried, given, { way: '/sessions' }), 50)
      }
    }
  })
})

test('a success forgets the failures before it', async () => {
  await limited({ failures: { count: 3, seconds: 50 } }, async (api) => {
    const { email } = await signUp(gateway)
    for (let round = 0; round < 3; round++) {
      for (let failed = 0; failed < 2; failed++) {
        expect((await signIn(api, email, 'a wrong password')).status).toBe(401)
      }
      expect((await signIn(api, email)).status).toBe(200)
    }
  })
})

test('tries at the same time are not all the last one', async () => {
  await limited({ failures: { count: 3, seconds: 50 } }, async (api) => {
    const { email } = await signUp(gateway)
    const tries = Array.from({ length: 8 }, () => signIn(api, email, 'a wrong password'))
    const statuses = (await Promise.all(tries)).map(({ status }) => status).toSorted()
    expect(statuses).toEqual([401, 401, 401, 429, 429, 429, 429, 429])
  })
})

test('what fails for other reasons is no failed sign-in', async () => {
  const limits = openSignInLimits(own.redis, { ...plenty, failures: { count: 1, seconds: 50 } })
  const email = `${unique('u')}@example.com`
  for (let at = 0; at < 3; at++) {
    const broken = limits.signIn(address(), email, () => Promise.reject(new Error('a store broke')))
    await expect(broken).rejects.toThrow('a store broke')
  }
})

test('one address registers so often, counting what is refused as taken', async () => {
  await limited({ registrations: { count: 2, seconds: 50 } }, async (api) => {
    const client = address()
    const username = unique('u')
    const register = (name: string) =>
      api('POST', '/users', {
        body: { user: { username: name, email: `${name}@example.com`, password } },
        headers: from(client),
      })
    expect((await register(username)).status).toBe(201)
    expect((await register(username)).status).toBe(409)
    expectLimited(await register(unique('u')), 50)
  })
})

test('who is not one of our proxies cannot give another address', async () => {
  const work = async (api: Api) => {
    const email = `${unique('nobody')}@example.com`
    const statuses = []
    for (let at = 0; at < 3; at++) statuses.push((await signIn(api, email)).status)
    return statuses
  }
  // Both come from 127.0.0.1, which may have been used before: the last one alone is certain.
  const signIns = { count: 1, seconds: 50 }
  await limited({ signIns }, async (api) => expect((await work(api)).at(-1)).toBe(429), trustIn([]))
  await limited({ signIns }, async (api) => expect(await work(api)).toEqual([401, 401, 401]))
})

test('an address in front of what our proxy saw is not believed', async () => {
  await limited({ signIns: { count: 1, seconds: 50 } }, async (api) => {
    const client = address()
    const statuses = []
    for (let at = 0; at < 2; at++) {
      const claimed = `${address()}, ${client}`
      const answer = await signIn(api, `${unique('u')}@example.com`, 'x', { client: claimed })
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([401, 429])
  })
})

test('switched off, there is no limit', async () => {
  const email = `${unique('nobody')}@example.com`
  const tries = Array.from({ length: 12 }, () => signIn(gateway, email, 'a wrong password'))
  for (const { status } of await Promise.all(tries)) expect(status).toBe(401)
  expect(await noLimits.signIn('any', email, async () => 'done')).toBe('done')
})

test('without a store to count in, the answer is 503', async () => {
  const nowhere = openOwnApi({ ...inject('stack'), redis: 'redis://127.0.0.1:1' })
  const { api, close } = openOwnApi(inject('stack'), {
    limits: openSignInLimits(nowhere.redis, plenty),
  })
  const user = { username: unique('u'), email: `${unique('u')}@example.com`, password }
  for (const [path, body] of [
    ['/users', { user }],
    ['/users/login', { user }],
    ['/sessions', user],
  ] as const) {
    const answer = await api('POST', path, { body })
    expect(answer).toMatchObject({ status: 503, body: { code: 'service_unavailable' } })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  await close()
  await nowhere.close()
})
