// A name server on loopback (RFC 1035, A and AAAA only) that answers as a test wants, each time anew, and remembers what it was asked.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const types: Readonly<Record<number, string>> = { 1: 'A', 16: 'TXT', 28: 'AAAA', 33: 'SRV' }

/** Starts it; `answer` gives the IPv4 addresses of a name, null for no answer at all. */
export async function startDnsServer(answer: (name: string) => string[] | null) {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, end } = readName(query)
    const type = types[query.readUInt16BE(end)] ?? 'other'
    asked.push(`${type} ${name}`)
    const found = type === 'A' ? answer(name) : []
    if (found) socket.send(reply(query, end + 4, found), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    /** `<type> <name>` of each question. */
    asked,
    async close() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

/** The question again, and a record for each address, to be kept for no time at all. */
function reply(query: Buffer, questionEnd: number, addresses: readonly string[]): Buffer {
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(addresses.length, 6)
  header.writeUInt32BE(0, 8)
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  )
  return Buffer.concat([header, query.subarray(12, questionEnd), ...records])
}
