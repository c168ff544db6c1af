import { bootstrap } from './bootstrap.mjs'

await bootstrap(new URL('./main.ts', import.meta.url))
