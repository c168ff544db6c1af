import { createServer } from 'node:net'
import { Refusal } from './progress.ts'

const host = '127.0.0.1'
// Below every system's range for outgoing connections, so that a server that is restarted finds its
// port still free.
const lowest = 10_240
const highest = 32_000

/** Whether a server could listen there now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/** Hands out free ports, none of them twice. */
export function portPicker(reserved: number[] = []): () => Promise<number> {
  const given = new Set(reserved)
  return async () => {
    for (;;) {
      const port = lowest + Math.floor(Math.random() * (highest - lowest))
      if (given.has(port)) continue
      given.add(port)
      if (await isFree(port)) return port
    }
  }
}

export async function demandPort(port: number): Promise<void> {
  if (await isFree(port)) return
  throw new Refusal(`port ${port} is in use: end what listens there, or choose another with PORT=…`)
}
