import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

// Answers every request with what stood on its standard input, by the server library of the APIs; says its
// port on standard output.
const payload = await text(process.stdin)
const app = new Hono().get('*', (c) =>
  c.body(payload, 200, { 'Content-Type': 'application/json; charset=utf-8' }),
)
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (address) =>
  console.log((address as AddressInfo).port),
)
process.once('SIGTERM', () => server.close(() => process.exit()))
