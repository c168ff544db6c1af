import { bootstrap } from './bootstrap.mjs'

await bootstrap(new URL('../../tests/run.ts', import.meta.url))
