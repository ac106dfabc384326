// A seller comes in and stays, as its integrator and a shopper meet it: real gRPC, real PostgreSQL, a seller on a real socket.
import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import { suspend } from '../store/sellers.ts'
import { isbn } from '../testing/books.ts'
import { goodProfile, grpcAt, openOnboardingWorld, startOnboardingGateway } from '../testing/onboarding-world.ts'
import { connectClient } from '../testing/world.ts'

const database = useDatabase()
let world: Awaited<ReturnType<typeof openOnboardingWorld>>
beforeAll(async () => {
  world = await openOnboardingWorld(database.url)
})
afterAll(() => world.close())

let count = 0
let book: string
beforeEach(() => {
  book = isbn((count += 1))
  world.kit.reset()
  world.own.placeFails = null
})

describe('the way in', () => {
  it('leads from registering over the challenge and the kit to a book sold', async () => {
    const { id, client, seller, key } = await world.register()
    expect(key).toMatch(/^qsk_[0-9a-f]{16}_[\w-]{43}$/)
    expect(seller).toMatchObject({ state: 'SELLER_STATE_PENDING', connection: { grpc: { apiKey: '' } } })
    expect(await world.quotes(id, book)).toEqual([])

    world.own.challenge = 'something else'
    const wrong = await client.verify({})
    expect(wrong.error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'CHALLENGE_NOT_FOUND' })
    expect(wrong.error?.details).toContain('"something else"')
    expect((await client.conform()).error).toMatchObject({ reason: 'ENDPOINT_NOT_VERIFIED' })

    world.own.challenge = seller.challenge?.token ?? ''
    expect((await client.verify({})).answer?.seller).toMatchObject({ state: 'SELLER_STATE_TESTING' })
    expect(await world.quotes(id, book)).toEqual([])

    const { answer: events = [] } = await client.conform()
    expect(events.map(({ event }) => event)).toEqual(['result', 'result', 'report'])
    const { answer } = await client.get({})
    expect(answer?.seller).toMatchObject({ state: 'SELLER_STATE_LIVE', lastReport: { conforms: true, passed: 2 } })

    const { result, order } = await world.buy(id, book)
    expect(result.answer?.order).toMatchObject({ state: 'ORDER_STATE_ACCEPTED' })
    expect(world.own.orders.has(order.requestId)).toBe(true)
    expect(world.own.authorization).toBe('Bearer what we show it')
  })

  it('shows every other gateway the change within seconds', async () => {
    const other = await startOnboardingGateway(database.url)
    const there = connectClient(other.addr)
    const { id } = await world.registerLive()
    await vi.waitFor(async () => expect(await world.quotes(id, book, { through: there })).toHaveLength(1), {
      timeout: 15_000,
    })
    there.close()
    await other.close()
  })

  it('stays out when a required check fails, and when only some checks were run', async () => {
    const { client, seller } = await world.register()
    world.own.challenge = seller.challenge?.token ?? ''
    await client.verify({})
    world.kit.fail('place.twice')
    await client.conform()
    const { answer } = await client.get({})
    expect(answer?.seller).toMatchObject({ state: 'SELLER_STATE_TESTING', lastReport: { conforms: false, failed: 1 } })
    world.kit.reset()
    await client.conform(['quotes.plain'])
    expect(await world.stateOf(client)).toBe('SELLER_STATE_TESTING')
    expect((await client.conform(['no.such'])).error).toMatchObject({ violations: [{ field: 'checks[0]' }] })
  })

  it('runs the kit once at a time', async () => {
    const { client, seller } = await world.register()
    world.own.challenge = seller.challenge?.token ?? ''
    await client.verify({})
    const held = world.kit.hold()
    const first = client.conform()
    await held.begun
    expect((await client.conform()).error).toMatchObject({ code: status.ABORTED, reason: 'RUN_UNDER_WAY' })
    held.release()
    expect((await first).answer?.at(-1)?.report?.conforms).toBe(true)
    expect((await client.conform()).answer?.at(-1)?.report?.conforms).toBe(true)
  })

  it('proves nothing about terms that changed during the run', async () => {
    const { client, seller } = await world.register()
    world.own.challenge = seller.challenge?.token ?? ''
    await client.verify({})
    const held = world.kit.hold()
    const run = client.conform()
    await held.begun
    const profile = goodProfile(seller.profile?.name ?? '', { requestsPerSecond: 7 })
    await client.update({ requestId: randomUUID(), profile })
    held.release()
    await run
    expect(await world.stateOf(client)).toBe('SELLER_STATE_TESTING')
  })
})

describe('UpdateSeller', () => {
  it('asks for proof of a new address, for a test of other terms, and for nothing else', async () => {
    const { client, seller, id } = await world.registerLive()
    const name = seller.profile?.name ?? ''
    await client.update({ requestId: randomUUID(), profile: goodProfile(name, { contactEmail: 'new@books.example' }) })
    expect(await world.stateOf(client)).toBe('SELLER_STATE_LIVE')
    expect(await world.quotes(id, book)).toHaveLength(1)

    const request = { requestId: randomUUID(), profile: goodProfile(name, { concurrentCalls: 2 }) }
    expect((await client.update(request)).answer?.seller?.state).toBe('SELLER_STATE_TESTING')
    expect(await world.quotes(id, book)).toEqual([])
    await client.conform()
    expect((await client.update(request)).answer?.seller?.state).toBe('SELLER_STATE_LIVE') // the same again changes nothing
    const reused = await client.update({ ...request, profile: goodProfile(name) })
    expect(reused.error).toMatchObject({ code: status.ALREADY_EXISTS, reason: 'REQUEST_ID_REUSED' })

    const moved = grpcAt(world.own.address.replace('127.0.0.1', 'localhost'), { apiKey: '' })
    const { answer } = await client.update({ requestId: randomUUID(), connection: moved })
    expect(answer?.seller).toMatchObject({ state: 'SELLER_STATE_PENDING', challenge: { verifyTime: null } })
    await client.verify({})
    expect(world.own.authorization).toBe('Bearer what we show it') // left out: it stayed
  })
})

describe('suspension', () => {
  it('takes a seller out of trade, but not its orders, until it passes the kit again', async () => {
    const { id, client } = await world.registerLive()
    world.own.placeFails = Object.assign(new Error('lost'), { code: status.INTERNAL, details: 'the answer was lost' })
    const { order, result } = await world.buy(id, book)
    expect(result.error).toMatchObject({ reason: 'OUTCOME_UNKNOWN' })
    expect(await suspend(world.db, id, 'It confirmed an order above the price it had quoted.')).toBe(true)
    expect(await suspend(world.db, id, 'Again.')).toBe(false)
    await vi.waitFor(async () => expect(await world.quotes(id, book)).toEqual([]), { timeout: 15_000 })
    const { answer } = await client.get({})
    expect(answer?.seller?.stateReason).toMatch(/above the price.*RunConformance/)

    world.own.placeFails = null
    expect((await world.shopper.place({ ...order, requestId: randomUUID() })).error).toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'REJECTED',
    })
    expect((await world.shopper.place(order)).answer?.order?.state).toBe('ORDER_STATE_ACCEPTED') // settles what was unknown
    expect((await world.shopper.get({ sellerId: id, requestId: order.requestId })).answer?.order).toBeTruthy()
    const listed = (await world.shopper.list({})).answer?.sellers.find(({ sellerId }) => sellerId === id)
    expect(listed).toMatchObject({ canQuote: false, autoBuyEligible: false, replaysOrders: true })

    await client.conform()
    expect(await world.stateOf(client)).toBe('SELLER_STATE_LIVE')
    expect(await world.quotes(id, book)).toHaveLength(1)
  })

  it('never says "not bought" of an order that a seller with a new address may have', async () => {
    const { id, client } = await world.registerLive()
    const { order } = await world.buy(id, book)
    await client.update({
      requestId: randomUUID(),
      connection: grpcAt(world.own.address.replace('127.0.0.1', 'localhost')),
    })
    expect((await world.shopper.place(order)).error).toMatchObject({ code: status.UNAVAILABLE, reason: 'NOT_SENT' })
    expect((await world.shopper.place({ ...order, requestId: randomUUID() })).error).toMatchObject({
      reason: 'NO_SUCH_SELLER',
    })
  })
})

describe('the registry', () => {
  it('lets a call under way end when its seller leaves', async () => {
    const { id, client } = await world.registerLive()
    const gate = Promise.withResolvers<void>()
    world.own.gate = gate.promise
    const before = world.own.quotesAsked
    const asking = world.quotes(id, book)
    await vi.waitFor(() => expect(world.own.quotesAsked).toBe(before + 1))
    await client.update({
      requestId: randomUUID(),
      connection: grpcAt(world.own.address.replace('127.0.0.1', 'localhost')),
    })
    gate.resolve()
    world.own.gate = Promise.resolve()
    expect(await asking).toHaveLength(1)
    expect(await world.quotes(id, isbn((count += 1)))).toEqual([])
  })

  it('leaves a broken entry out and goes on with the others', async () => {
    const [broken, fine] = [await world.registerLive(), await world.registerLive()]
    await world.db
      .updateTable('seller')
      .set({ connection: '{"protocol":"telepathy"}', version: 99 })
      .where('id', '=', broken.id)
      .execute()
    await vi.waitFor(async () => expect(await world.quotes(broken.id, book)).toEqual([]), { timeout: 15_000 })
    expect(await world.quotes(fine.id, book)).toHaveLength(1)
  })
})
