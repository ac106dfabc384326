// What a person and a program read when something is refused or broken, as it leaves the server.
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { Refusal, assertNever, defineRefusals, toTrpc } from './errors.ts'
import { MoneyInput } from './money.ts'
import { accountProcedure, publicProcedure, router, staffProcedure } from './trpc.ts'
import type { Caller } from './trpc.ts'

const refuse = defineRefusals('shelf', {
  not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that shelf.' },
  full: { trpc: 'CONFLICT', say: 'That shelf is full.' },
  busy: { trpc: 'TOO_MANY_REQUESTS', say: 'Somebody is at that shelf.' },
})

const Shelf = z.strictObject({
  maxTotal: MoneyInput,
  conditions: z.array(z.enum(['NEW', 'GOOD'])).min(1, 'must name at least one'),
})

const shelves = router({
  find: publicProcedure.query((): string => {
    throw refuse('not_found', { shelfId: 'secret-shelf-7' })
  }),
  fill: publicProcedure.mutation((): string => {
    throw refuse('full', {}, { count: 'is more than fits' })
  }),
  wait: publicProcedure.mutation((): string => {
    throw refuse('busy', { retryAfterMs: 2_500 })
  }),
  price: publicProcedure.input(Shelf).query(() => 'fine'),
  broken: publicProcedure.query((): string => {
    throw new Error('connection to postgres://quire:hunter2@db failed')
  }),
  brokenView: publicProcedure.output(z.strictObject({ total: z.int() })).query(() => ({ total: 'hunter2' }) as never),
  mine: accountProcedure.query(({ ctx }) => ctx.caller.id),
  staffOnly: staffProcedure.query(({ ctx }) => ctx.caller.role),
})

const lines: Record<string, unknown>[] = []
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
beforeEach(() => void lines.splice(0))

async function ask(path: string, options: { input?: unknown; caller?: Caller; method?: 'GET' | 'POST' } = {}) {
  const { input, caller = null, method = 'GET' } = options
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  const answer = await fetchRequestHandler({
    endpoint: '/trpc',
    router: shelves,
    req: new Request(`http://quire.example/trpc/${path}${query}`, {
      method,
      ...(method === 'POST' && { body: '{}', headers: { 'content-type': 'application/json' } }),
    }),
    createContext: ({ info }) => ({ requestId: 'request-1', caller, signal: info.signal, log }),
  })
  return { status: answer.status, body: (await answer.json()) as { error?: object; result?: { data: unknown } } }
}

it('says a refusal in words, with a code for programs, and keeps the facts in the log', async () => {
  const { status, body } = await ask('find')
  expect(status).toBe(404)
  expect(body.error).toEqual({
    code: -32004,
    message: 'We cannot find that shelf.',
    data: {
      code: 'NOT_FOUND',
      httpStatus: 404,
      path: 'find',
      requestId: 'request-1',
      refusal: 'shelf.not_found',
    },
  })
  expect(lines).toMatchObject([
    { level: 30, path: 'find', refusal: 'shelf.not_found', facts: { shelfId: 'secret-shelf-7' } },
  ])
})

it('says when to come again, where a refusal knows', async () => {
  const { status, body } = await ask('wait', { method: 'POST' })
  expect(status).toBe(429)
  expect(body.error).toMatchObject({ data: { refusal: 'shelf.busy', retryAfterMs: 2_500 } })
})

it('names the fields of a refusal', async () => {
  const { status, body } = await ask('fill', { method: 'POST' })
  expect(status).toBe(409)
  expect(body.error).toMatchObject({
    message: 'Please check count: is more than fits.',
    data: { refusal: 'shelf.full', fields: { count: 'is more than fits' } },
  })
})

it('names every field of an input that is wrong, and says the first in a sentence', async () => {
  const input = { maxTotal: { currency: 'USD', minor: 0 }, conditions: [] }
  const { status, body } = await ask('price', { input })
  expect(status).toBe(400)
  expect(body.error).toMatchObject({
    message: 'Please check maxTotal.minor: must be more than nothing.',
    data: {
      code: 'BAD_REQUEST',
      refusal: 'input.invalid',
      fields: { 'maxTotal.minor': 'must be more than nothing', conditions: 'must name at least one' },
    },
  })
  expect((await ask('price')).body.error).toMatchObject({ data: { fields: { input: expect.any(String) } } })
  expect(
    (await ask('price', { input: { maxTotal: { currency: 'USD', minor: 1 }, conditions: ['GOOD'] } })).body,
  ).toEqual({
    result: { data: 'fine' },
  })
})

it.each(['broken', 'brokenView'])('tells nobody but the log what a fault was (%s)', async (path) => {
  const { status, body } = await ask(path)
  expect(status).toBe(500)
  expect(body.error).toMatchObject({
    message: 'Something went wrong on our side. Nothing you did caused it. (request-1)',
    data: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
  })
  expect(JSON.stringify(body)).not.toMatch(/hunter2|stack|postgres/)
  expect(lines).toMatchObject([{ level: 50, path, msg: 'failed', err: expect.anything() }])
})

it('lets nobody in who is not signed in, and only staff where only staff may', async () => {
  const reader = { id: 'account-1', role: 'reader' } as const
  const staff = { id: 'account-2', role: 'staff' } as const
  expect(await ask('mine')).toMatchObject({ status: 401, body: { error: { message: 'Please sign in first.' } } })
  expect(await ask('mine', { caller: reader })).toMatchObject({ status: 200, body: { result: { data: 'account-1' } } })
  expect(await ask('staffOnly')).toMatchObject({ status: 403 })
  expect(await ask('staffOnly', { caller: reader })).toMatchObject({
    status: 403,
    body: { error: { message: 'This page is for staff.' } },
  })
  expect(await ask('staffOnly', { caller: staff })).toMatchObject({ status: 200, body: { result: { data: 'staff' } } })
})

it('has no words for a procedure that is not there but its name', async () => {
  expect(await ask('nowhere')).toMatchObject({
    status: 404,
    body: { error: { data: { code: 'NOT_FOUND', path: 'nowhere' } } },
  })
})

it('makes no refusal that was not declared', () => {
  expect(() => refuse('nowhere' as 'full')).toThrow('shelf has no refusal nowhere')
  const refusal = refuse('full', { count: 3 })
  expect(refusal).toBeInstanceOf(Refusal)
  expect(refusal).toMatchObject({
    code: 'shelf.full',
    message: 'That shelf is full.',
    facts: { count: 3 },
    fields: undefined,
  })
  expect(toTrpc(refusal)).toMatchObject({ code: 'CONFLICT', cause: refusal })
})

it('hands a fault on as it is', () => {
  const fault = new Error('a fault')
  expect(toTrpc(fault)).toBe(fault)
  expect(() => assertNever('LOST' as never)).toThrow('unexpected "LOST"')
})
