import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const headerBytes = 12
const typeA = 1

/** A name server of one's own: what it is asked for it looks up in `names`, IPv4 only. */
export async function startNameServer(names: Map<string, readonly string[]>) {
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) =>
    socket.send(answerTo(query, names), port, address),
  )
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    at: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
}

function answerTo(query: Buffer, names: Map<string, readonly string[]>): Buffer {
  const { name, end } = nameIn(query)
  const known = names.get(name)
  const addresses = query.readUInt16BE(end) === typeA ? (known ?? []) : []
  const header = Buffer.from(query.subarray(0, headerBytes))
  header.writeUInt16BE(known ? 0x8180 : 0x8183, 2)
  header.writeUInt16BE(addresses.length, 6)
  header.writeUInt32BE(0, 8)
  return Buffer.concat([header, query.subarray(headerBytes, end + 4), ...addresses.map(record)])
}

/** The name that is asked for, and where it ends. */
function nameIn(query: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = headerBytes
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.'), end: at + 1 }
}

/** An address for the name in the question, good for ten minutes, as Docker's name server says. */
function record(address: string): Buffer {
  const fixed = Buffer.from([0xc0, headerBytes, 0, typeA, 0, 1, 0, 0, 0x02, 0x58, 0, 4])
  return Buffer.concat([fixed, Buffer.from(address.split('.').map(Number))])
}
