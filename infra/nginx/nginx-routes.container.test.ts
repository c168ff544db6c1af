import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbedded, startNginx, type RunningGateway } from './gateways.fixture.ts'
import { addresses, askRaw, echo, freePort, startInstance, type Seen } from './instances.fixture.ts'

const [write, read] = addresses
const running: { stop: () => Promise<void> }[] = []
let embedded: RunningGateway
let nginx: RunningGateway

beforeAll(async () => {
  const port = await freePort()
  running.push(await startInstance(write, port, echo('write')))
  running.push(await startInstance(read, port, echo('read')))
  const placed = { port, write: [write], read: [read] }
  running.push((embedded = await startEmbedded(placed)), (nginx = await startNginx(placed)))
})

afterAll(() => Promise.all(running.map((one) => one.stop())))

const paths = `
  / /api /api/ /apis /API/tags /api/tags /api/tags/ /api/tags?a=/x#b /api? /api/tags%3Fa
  /api/articles /api/articles/ /api/articles?tag=%20&x /api/articles/a-slug /api/articles/a%2Fb
  /api/articles/a%2Fb/comments /api/articles//comments/1 /api/articles/a/comments/1
  /api/articles/a/comments/ /api/articles/a/favorite /api/articles/a/favorite/
  /api/articles//favorite /api/articles/%E2%9C%93/favorite /api/articles/../user
  /api/user /api/user/ /api/%75ser /api%2Fuser //api/user /api//user /api/./user /api/users/..
  /x/../api/user /./api/user /api/users /api/users/login /api/usersx /api/sessions/current
  /api/operator /api/profiles/me /api/profiles/me/follow /api/profiles//follow /api/search/x
  /api/openapi.json /api/openapiXjson /sitemap.xml /sitemap.xml?month=2026-11 /sitemap%2Exml
  /metrics/ /livez/ /%6Civez //livez /api/../livez /readyz/x /api/feeds/articles.atom /api/docs
  /api/a;b=c /api/'!()*~ /api/a+b%2B /api/$request_uri /api/\\a /api/"a" /api/{a} /api/a|b^c\`
  http://other.example/api/user?x=1 http://other.example http://other.example?x
`
  .trim()
  .split(/\s+/)

/** What came of a request: who got it and as what, and the words of whoever refused it. */
async function outcome(gateway: RunningGateway, method: string, path: string) {
  const headers = { 'X-Track-Id': 'track-of-a-test', Origin: 'https://app.example' }
  const answer = await askRaw(gateway.base, { method, path, headers })
  const said = {
    status: answer.status,
    instance: answer.headers['x-instance'],
    origin: answer.headers['access-control-allow-origin'],
  }
  if (answer.status === 200 && method !== 'HEAD') {
    const { method, url } = JSON.parse(answer.text) as Seen
    // Some clients send a whole URL; nginx hands on what follows the host.
    return { ...said, method, url: url.replace(/^http:\/\/[^/?]*/, '') }
  }
  return { ...said, text: answer.text, type: answer.headers['content-type'] }
}

test.each(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'REPORT'])(
  'nginx sends each %s to the side that the embedded gateway sends it to, as it was sent',
  async (method) => {
    for (const path of paths) {
      expect({ path, ...(await outcome(nginx, method, path)) }).toEqual({
        path,
        ...(await outcome(embedded, method, path)),
      })
    }
  },
)

test('what nginx cannot decode is no route, and it lets no TRACE pass', async () => {
  for (const path of ['/api/%zz', '/../api/user', '/api/user%00']) {
    const { status, text } = await askRaw(nginx.base, { path })
    expect([path, status, text]).toEqual([path, 404, expect.stringContaining('"route_not_found"')])
  }
  const trace = await outcome(nginx, 'TRACE', '/api/user')
  expect(trace).toMatchObject({
    status: 405,
    text: expect.stringContaining('"method_not_allowed"'),
  })
})

test('a method that HTTP does not know is refused', async () => {
  for (const { base } of [embedded, nginx]) {
    const { status, text } = await askRaw(base, { method: 'FOO', path: '/api/user' })
    expect([status, text]).toEqual([400, ''])
  }
})
