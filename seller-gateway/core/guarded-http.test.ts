// Against real servers: what goes out, and what may come in.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isAllowed, resolveChecked } from './address-guard.ts'
import { createGuardedHttp } from './guarded-http.ts'
import { CallerGone } from './seller-failure.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}

async function serve(handler: RequestListener) {
  const server = createServer(handler)
  const port = await listen(server)
  closing.push(() => server.closeAllConnections())
  return connect(`http://127.0.0.1:${port}`)
}

function connect(url: string, allowLoopback = true) {
  const onRequest = vi.fn<() => void>()
  const http = createGuardedHttp(url, { allowLoopback, onRequest })
  closing.push(() => http.close())
  const get = (signal = AbortSignal.timeout(5_000), headers: Record<string, string> = {}) =>
    http.send({ method: 'GET', path: '/', headers, signal })
  return { get, onRequest }
}

describe('createGuardedHttp', () => {
  it('sends and reads, and counts the request', async () => {
    const { get, onRequest } = await serve((_, response) => response.setHeader('X-Seen', 'yes').end('hello'))
    expect(await get()).toMatchObject({ status: 200, body: 'hello', headers: { 'x-seen': 'yes' } })
    expect(onRequest).toHaveBeenCalledTimes(1)
  })

  it('unpacks gzip', async () => {
    const { get } = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('hello')))
    expect((await get()).body).toBe('hello')
  })

  it('gives the bytes as they were written', async () => {
    const { get } = await serve((_, response) => response.end(Buffer.from([0xfc, 0x80])))
    expect([...(await get()).bytes]).toEqual([0xfc, 0x80])
  })

  it('takes "not modified" for an answer only where it asked for one', async () => {
    const { get } = await serve((_, response) => response.writeHead(304, { 'content-encoding': 'gzip' }).end())
    expect(await get(undefined, { 'if-none-match': '"1"' })).toMatchObject({ status: 304, body: '' })
    await expect(get()).rejects.toMatchObject({ kind: 'bad_data' })
  })

  it.each([
    ['text/xml; charset=ISO-8859-1', Buffer.from([0x5a, 0x6f, 0xeb])],
    ['text/csv; charset="windows-1252"', Buffer.from([0x5a, 0x6f, 0xeb])],
    ['text/xml; charset=utf-8', Buffer.from('Zoë')],
    ['text/xml', Buffer.from('Zoë')],
  ])('reads %s', async (contentType, bytes) => {
    const { get } = await serve((_, response) => response.setHeader('content-type', contentType).end(bytes))
    expect((await get()).body).toBe('Zoë')
  })

  it('follows no redirect', async () => {
    let visits = 0
    const { get } = await serve((_, response) => {
      visits += 1
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end()
    })
    await expect(get()).rejects.toMatchObject({ kind: 'bad_data' })
    expect(visits).toBe(1)
  })

  it.each<[string, RequestListener]>([
    ['a body of more than a megabyte', (_, response) => void response.end(Buffer.alloc(1024 * 1024 + 1))],
    [
      'a body without end',
      (_, response) => {
        const more = () => void (response.destroyed || (response.write(Buffer.alloc(65_536)), setImmediate(more)))
        more()
      },
    ],
    [
      'a gzip bomb',
      (_, response) =>
        void response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(64 * 1024 * 1024))),
    ],
    ['damaged gzip', (_, response) => void response.setHeader('content-encoding', 'gzip').end('no gzip')],
    ['an encoding not asked for', (_, response) => void response.setHeader('content-encoding', 'br').end('x')],
    ['stacked encodings', (_, response) => void response.setHeader('content-encoding', 'gzip, gzip').end('x')],
  ])('refuses %s', async (_, handler) => {
    const { get } = await serve(handler)
    await expect(get()).rejects.toMatchObject({ kind: 'bad_data' })
  })

  it('refuses what is no HTTP', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')))
    await expect(connect(`http://127.0.0.1:${port}`).get()).rejects.toMatchObject({ kind: 'bad_data' })
  })

  it('knows that a refused connection carried nothing', async () => {
    const server = createTcpServer()
    const port = await listen(server)
    server.close()
    await once(server, 'close')
    await expect(connect(`http://127.0.0.1:${port}`).get()).rejects.toMatchObject({
      kind: 'unavailable',
      actedOn: 'no',
    })
  })

  it('does not claim that for a connection that broke after the request', async () => {
    const { get } = await serve((request) => request.socket.resetAndDestroy())
    await expect(get()).rejects.toMatchObject({ kind: 'unavailable', actedOn: 'maybe' })
  })

  it('does not repeat a request whose connection broke', async () => {
    let visits = 0
    const { get } = await serve((request) => ((visits += 1), request.socket.destroy()))
    await expect(get()).rejects.toMatchObject({ kind: 'unavailable' })
    expect(visits).toBe(1)
  })

  it("ends with the caller's reason", async () => {
    const leaving = new AbortController()
    const reason = new CallerGone('cancelled')
    const { get } = await serve(() => leaving.abort(reason))
    await expect(get(leaving.signal)).rejects.toBe(reason)
  })

  it('sends nothing for a caller that has left', async () => {
    const { get, onRequest } = await serve((_, response) => response.end())
    await expect(get(AbortSignal.abort(new CallerGone('cancelled')))).rejects.toThrow(CallerGone)
    expect(onRequest).not.toHaveBeenCalled()
  })

  it.each([
    'https://127.0.0.1:4430',
    'https://localhost:4430',
    'https://[::1]:4430',
    'https://169.254.169.254',
    'https://10.0.0.1',
  ])('sends nothing to %s for a seller that is no sandbox', async (url) => {
    await expect(connect(url, false).get()).rejects.toMatchObject({
      kind: 'unavailable',
      actedOn: 'no',
      message: expect.stringContaining('where no request may go'),
    })
  })

  it('takes no address that is not https, or that carries credentials', () => {
    expect(() => connect('http://seller.example', false)).toThrow(/must be https/)
    expect(() => connect('https://user:pass@seller.example', false)).toThrow(/credentials/)
  })
})

describe('isAllowed', () => {
  it.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34'])('allows %s', (address) => {
    expect(isAllowed(address, { allowLoopback: false })).toBe(true)
  })
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0.0.0.0',
    '::',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    '198.18.0.1',
    'localhost',
    '',
  ])('refuses %s', (address) => {
    expect(isAllowed(address, { allowLoopback: false })).toBe(false)
  })
  it('allows loopback by rule, and nothing else with it', () => {
    expect(isAllowed('127.0.0.1', { allowLoopback: true })).toBe(true)
    expect(isAllowed('169.254.169.254', { allowLoopback: true })).toBe(false)
    expect(isAllowed('10.0.0.1', { allowLoopback: true })).toBe(false)
  })
  it('judges other ways to write an address by what they resolve to', async () => {
    for (const host of ['2130706433', '0x7f.1', '0177.0.0.1'])
      await expect(resolveChecked(host, { allowLoopback: false })).rejects.toMatchObject({ kind: 'unavailable' })
  })
})
