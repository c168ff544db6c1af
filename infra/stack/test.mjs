import { bootstrap } from './bootstrap.mjs'

await bootstrap(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url), [
  'run',
  ...process.argv.slice(2),
])
