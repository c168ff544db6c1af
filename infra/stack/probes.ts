import { connect } from 'node:net'

const host = '127.0.0.1'

/** Sends bytes and answers with the first that come back; rejects when the connection ends before. */
export function exchange(port: number, request: Buffer, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, signal })
    socket.once('connect', () => socket.write(request))
    socket.once('data', (answer) => {
      resolve(answer)
      socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed without an answer')))
  })
}

export async function answersOk(url: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(url, { signal })
  await response.body?.cancel()
  return response.status === 200
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
