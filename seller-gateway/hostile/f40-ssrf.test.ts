// F40: addresses that sellers give us to reach what only we can reach. A canary listens on loopback, and every connection that the process tries to
// make is written down: neither is ever used for an address that was not allowed.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createChannel } from '../adapters/grpc/channel.ts'
import { isAllowed } from '../core/address-guard.ts'
import { createGuardedHttp } from '../core/guarded-http.ts'
import { createResolve } from '../core/resolve-name.ts'
import { startDnsServer } from '../testing/dns-server.ts'
import { startTcp } from '../testing/tcp-servers.ts'
import { watchConnections } from '../testing/watch-connections.ts'

let touches = 0
let canary: Awaited<ReturnType<typeof startTcp>>
let dns: Awaited<ReturnType<typeof startDnsServer>>
let answers: string[][] = []
let watch: ReturnType<typeof watchConnections>

beforeAll(async () => {
  canary = await startTcp(() => (touches += 1))
  dns = await startDnsServer(() => (answers.length > 1 ? answers.shift()! : (answers[0] ?? [])))
})
afterAll(async () => {
  await canary.close()
  await dns.close()
})
beforeEach(() => {
  watch = watchConnections()
})
afterEach(() => {
  watch.stop()
  expect(touches).toBe(0)
  dns.asked.length = 0
  answers = []
})

const signal = () => AbortSignal.timeout(5_000)
const rule = () => ({ allowLoopback: false, resolve: createResolve([dns.address]), onRequest: () => {} })
const publicAddress = '93.184.216.34'

/** One request to a seller that is no sandbox; resolves only when something answered. */
async function request(url: string) {
  const http = createGuardedHttp(url, rule())
  try {
    return await http.send({ method: 'GET', path: '/', signal: signal() })
  } finally {
    await http.close()
  }
}

async function dial(address: string) {
  const channel = createChannel(
    { protocol: 'grpc', contractVersion: 'quire.seller.v1', address, tls: true, apiKey: 'a key' },
    rule(),
  )
  try {
    return await channel.ready(signal())
  } finally {
    channel.close()
  }
}

const nowhere = { kind: 'unavailable', actedOn: 'no' }

/** Hosts as a seller may write them; the names are asked of the test's name server, which says that they are nowhere. */
const hosts = {
  loopback: '127.0.0.1',
  'loopback, elsewhere': '127.9.9.9',
  localhost: 'localhost',
  'localhost with a dot': 'localhost.',
  'a name below localhost': 'admin.localhost',
  'this host': '0.0.0.0',
  'this network': '0.1.2.3',
  metadata: '169.254.169.254',
  'a private network': '10.0.0.1',
  'another private network': '172.31.255.255',
  'a third private network': '192.168.0.1',
  'carrier-grade NAT': '100.64.0.1',
  'a benchmark network': '198.18.0.1',
  multicast: '224.0.0.1',
  broadcast: '255.255.255.255',
  'IPv6 loopback': '[::1]',
  'IPv6 nobody': '[::]',
  'IPv4 in IPv6': '[::ffff:127.0.0.1]',
  'IPv4 in IPv6, in hex': '[::ffff:7f00:1]',
  'IPv4 in IPv6, the old way': '[::7f00:1]',
  'IPv4 translated': '[::ffff:0:7f00:1]',
  NAT64: '[64:ff9b::7f00:1]',
  'a local NAT64': '[64:ff9b:1::7f00:1]',
  '6to4': '[2002:7f00:1::]',
  Teredo: '[2001:0:7f00:1::]',
  'IPv6 link-local': '[fe80::1]',
  'IPv6 site-local': '[fec0::1]',
  'IPv6 unique local': '[fd00:ec2::254]',
  'IPv6 that nobody was given': '[4000::1]',
  'IPv6 multicast': '[ff02::1]',
}

/** The same addresses in spellings that only some parsers read; URL reads them all, and nothing else may. */
const spellings = {
  'a decimal number': '2130706433',
  'a hexadecimal number': '0x7f000001',
  'octal parts': '0177.0.0.1',
  'hexadecimal parts': '0x7f.0x0.0x0.0x1',
  'two parts': '127.1',
  'a part too large': '127.0.0.1.',
  'digits of full width': '１２７.０.０.１',
  'circled digits': '①②⑦.0.0.1',
  'percent signs': '%31%32%37.0.0.1',
}

describe('F40 hosts', () => {
  it.each(Object.entries(hosts))('F40 https, %s: nothing is sent', async (_, host) => {
    await expect(request(`https://${host}:${canary.port}/`)).rejects.toMatchObject(nowhere)
    expect(watch.tried).toEqual([])
  })

  it.each(Object.entries(spellings))('F40 https, %s: nothing is sent', async (_, host) => {
    await expect(request(`https://${host}:${canary.port}/`)).rejects.toMatchObject(nowhere)
    expect(watch.tried).toEqual([])
  })

  it.each(Object.entries(hosts))('F40 gRPC, %s: nothing is sent', async (_, host) => {
    await expect(dial(`${host}:${canary.port}`)).rejects.toMatchObject(nowhere)
    expect(watch.tried).toEqual([])
  })

  it.each(Object.entries(spellings))('F40 gRPC, %s: nothing is sent', async (_, host) => {
    await expect(dial(`${host}:${canary.port}`).catch((error: Error) => error)).resolves.toBeInstanceOf(Error)
    expect(watch.tried).toEqual([])
    expect(dns.asked).toEqual([]) // no name: nobody is asked what it is
  })

  it.each([
    'http://seller.example/',
    'http://127.0.0.1/',
    'ftp://seller.example/',
    'file:///etc/passwd',
    'unix:///run/docker.sock',
    'https://user@seller.example/',
    'https://:password@seller.example/',
    'https://user:password@seller.example/',
    'https://seller.example:22/',
    'https://seller.example:25/',
    'https://seller.example:80/',
    'https://seller.example:0/',
    'https://seller.example:99999/',
    'seller.example',
  ])('F40 %s: refused when it is configured', (url) => {
    expect(() => createGuardedHttp(url, rule())).toThrow(/https|credentials|port|Invalid URL/)
  })

  it('F40 loopback by configuration: loopback, and nothing else with it', () => {
    for (const address of ['10.0.0.1', '169.254.169.254', '0.0.0.0', '::', 'fe80::1'])
      expect(isAllowed(address, { allowLoopback: true }), address).toBe(false)
  })
})

describe('F40 names', () => {
  it.each([
    ['a private address', [['10.0.0.1']]],
    ['loopback', [['127.0.0.1']]],
    ['metadata', [['169.254.169.254']]],
    ['a public address and loopback', [[publicAddress, '127.0.0.1']]],
    ['loopback and a public address', [['127.0.0.1', publicAddress]]],
    ['nothing', [[]]],
  ])('F40 a name that is at %s: nothing is sent', async (_, said) => {
    for (const ask of [
      () => request(`https://rebind.test:${canary.port}/`),
      () => dial(`rebind.test:${canary.port}`),
    ]) {
      answers = structuredClone(said)
      await expect(ask()).rejects.toMatchObject(nowhere)
    }
    expect(watch.tried).toEqual([])
  })

  it('F40 https, rebinding: what was judged is connected to, and every connection is judged anew', async () => {
    answers = [[publicAddress], ['127.0.0.1']]
    const http = createGuardedHttp(`https://rebind.test:${canary.port}/`, rule())
    const send = () => http.send({ method: 'GET', path: '/', signal: signal() })
    await expect(send()).rejects.toMatchObject(nowhere) // the test lets nothing out
    expect(dns.asked.toSorted()).toEqual(['A rebind.test', 'AAAA rebind.test']) // asked once a connection
    await expect(send()).rejects.toMatchObject({
      ...nowhere,
      message: expect.stringContaining('where no request may go'),
    })
    expect(watch.tried).toEqual([`${publicAddress}:${canary.port}`])
    await http.close()
  })

  it('F40 a name with forty addresses: four are tried, and no more', async () => {
    answers = [Array.from({ length: 40 }, (_, n) => `93.184.215.${n + 1}`)]
    await expect(request(`https://many.test:${canary.port}/`)).rejects.toMatchObject(nowhere)
    expect(watch.tried).toHaveLength(4)
  })

  it('F40 a name server that never answers: unavailable in the time it has', async () => {
    const silent = await startDnsServer(() => null)
    const resolve = createResolve([silent.address])
    const http = createGuardedHttp('https://tarpit.test/', { allowLoopback: false, resolve, onRequest: () => {} })
    await expect(http.send({ method: 'GET', path: '/', signal: signal() })).rejects.toMatchObject(nowhere)
    expect(watch.tried).toEqual([])
    await http.close()
    await silent.close()
  })

  it('F40 gRPC, rebinding: what was judged is connected to, and it is judged anew when the address is lost', async () => {
    answers = [[publicAddress], ['127.0.0.1']]
    const connection = {
      protocol: 'grpc' as const,
      contractVersion: 'quire.seller.v1' as const,
      address: 'rebind.test:50051',
      tls: true,
      apiKey: '',
    }
    const channel = createChannel(connection, rule())
    await expect(channel.ready(signal())).rejects.toMatchObject(nowhere)
    await expect(channel.ready(signal())).rejects.toMatchObject({
      message: expect.stringContaining('where no request may go'),
    })
    expect(new Set(watch.tried)).toEqual(new Set([`${publicAddress}:50051`]))
    channel.close()
  })
})

it('F40 the watch sees: a connection that is allowed is on its list', async () => {
  const server = await startTcp((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))
  const http = createGuardedHttp(`http://127.0.0.1:${server.port}/`, { ...rule(), allowLoopback: true })
  await http.send({ method: 'GET', path: '/', signal: signal() })
  expect(watch.tried).toEqual([`127.0.0.1:${server.port}`])
  await http.close()
  await server.close()
})
