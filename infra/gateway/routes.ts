export type Target = 'write' | 'read'

type Route = {
  /** Steps between slashes; `:name` is any one step, a last `*` any number of them, also none. */
  path: string
  /** Of the methods not named here, reading ones go to `read` and all others to `write`. */
  all?: Target
}

/**
 * THE table of the one origin: the first row that matches a path decides. `npm run config:nginx` makes
 * nginx's of it.
 */
export const routes: readonly Route[] = [
  // Answered from Postgres and the sessions, also when it is read.
  { path: '/api/users/*', all: 'write' },
  { path: '/api/user', all: 'write' },
  { path: '/api/sessions/*', all: 'write' },
  { path: '/api/operator/*', all: 'write' },
  // Only ever written: a read of them is told so (405) by the side that knows them.
  { path: '/api/articles/:slug/favorite', all: 'write' },
  { path: '/api/articles/:slug/comments/:id', all: 'write' },
  { path: '/api/profiles/:username/follow', all: 'write' },
  // Only ever read, likewise.
  { path: '/api/search/*', all: 'read' },
  { path: '/api/stats/*', all: 'read' },
  { path: '/api/tags', all: 'read' },
  { path: '/api/profiles/:username', all: 'read' },
  { path: '/api/openapi.json', all: 'read' },
  { path: '/api/docs/*', all: 'read' },
  { path: '/api/feed', all: 'read' },
  { path: '/api/feeds/*', all: 'read' },
  { path: '/sitemap.xml', all: 'read' },
  { path: '/api/*' },
]

/** Of a path that both sides know, these go to the read side. */
export const readingMethods = ['GET', 'HEAD', 'OPTIONS']

/** Which side answers; null when nobody does. `path` is as sent, without the query. */
export function targetOf(method: string, path: string): Target | null {
  const route = routes.find((one) => matches(one.path, path))
  if (!route) return null
  return route.all ?? (readingMethods.includes(method) ? 'read' : 'write')
}

function matches(pattern: string, path: string): boolean {
  const steps = path.split('/')
  const wanted = pattern.split('/')
  const open = wanted.at(-1) === '*'
  if (open) wanted.pop()
  if (open ? steps.length < wanted.length : steps.length !== wanted.length) return false
  return wanted.every((step, at) => (step.startsWith(':') ? steps[at] !== '' : step === steps[at]))
}
