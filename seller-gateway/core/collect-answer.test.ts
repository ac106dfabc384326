// Against a real server, through a dispatcher with one connection.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from 'undici'
import { afterEach, expect, it } from 'vitest'
import { collectAnswer } from './collect-answer.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

type Received = { path: string; request: IncomingMessage; response: ServerResponse }

async function serve() {
  const received: Received[] = []
  let onRequest = () => {}
  const server = createServer((request, response) => {
    received.push({ path: request.url ?? '', request, response })
    onRequest()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = new Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
    () => client.destroy(),
  )
  return {
    get: (path: string, signal = AbortSignal.timeout(10_000)) =>
      collectAnswer(client, { path, method: 'GET', headers: {} }, signal),
    received,
    async next(): Promise<Received> {
      if (received.length === 0) await new Promise<void>((resolve) => (onRequest = resolve))
      return received.shift() as Received
    },
  }
}

it('puts the pieces of an answer together', async () => {
  const { get, next } = await serve()
  const answer = get('/')
  const { response } = await next()
  response.writeProcessing() // announces an answer, is none
  response.writeHead(201, { 'x-seen': 'yes' }).write('one ')
  response.write('two ')
  await new Promise((resolve) => setImmediate(resolve))
  response.end('three')
  const { status, headers, bytes } = await answer
  expect({ status, seen: headers['x-seen'], text: bytes.toString() }).toEqual({
    status: 201,
    seen: 'yes',
    text: 'one two three',
  })
})

it('is given up at once by a reader that leaves, and closes the connection', async () => {
  const { get, next } = await serve()
  const leaving = new AbortController()
  const answer = get('/', leaving.signal)
  const { request, response } = await next()
  response.writeHead(200).write('half')
  const closed = once(request.socket, 'close')
  leaving.abort(new Error('gone'))
  await expect(answer).rejects.toThrow('gone')
  await closed
})

it('never sends what was given up while it waited for the connection', async () => {
  const { get, next, received } = await serve()
  const first = get('/first')
  const { response } = await next()
  const leaving = new AbortController()
  const second = get('/second', leaving.signal)
  leaving.abort(new Error('gone'))
  await expect(second).rejects.toThrow('gone')
  response.end()
  await first
  const third = get('/third')
  const { path, response: last } = await next()
  last.end()
  await third
  expect({ path, received }).toEqual({ path: '/third', received: [] })
})

it('fails when the connection breaks in the middle', async () => {
  const { get, next } = await serve()
  const answer = get('/')
  const { response } = await next()
  response.writeHead(200, { 'content-length': 100 }).write('half')
  response.destroy()
  await expect(answer).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' })
})
