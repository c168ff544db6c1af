import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AddressInfo } from 'node:net'

export type RunningServer = { port: number; close: () => Promise<void> }

/** Listens, and resolves when it does; `close` lets requests under way finish. */
export async function listen(
  app: Pick<Hono, 'fetch'>,
  at: { host: string; port: number },
): Promise<RunningServer> {
  const server = serve({ fetch: app.fetch, hostname: at.host, port: at.port })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      }),
  }
}
