// A seller comes in, as its integrator meets it: real gRPC, real PostgreSQL, a seller of its own on a real socket.
import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import type { Gateway } from '../index.ts'
import { openDatabase } from '../store/database.ts'
import type { Db } from '../store/database.ts'
import { isbn, london, shipTo } from '../testing/books.ts'
import { fakeKit } from '../testing/fake-kit.ts'
import { connectOnboarding, goodProfile, grpcAt, startOnboardingGateway } from '../testing/onboarding-world.ts'
import { startOwnSeller } from '../testing/own-seller.ts'
import { connectClient } from '../testing/world.ts'

const database = useDatabase()
const kit = fakeKit()
let db: Db
let gateway: Gateway
let own: Awaited<ReturnType<typeof startOwnSeller>>
let anybody: ReturnType<typeof connectOnboarding>
let shopper: ReturnType<typeof connectClient>
const closers: (() => unknown)[] = []

beforeAll(async () => {
  db = openDatabase(database.url)
  own = await startOwnSeller()
  gateway = await startOnboardingGateway(database.url, { kit })
  anybody = connectOnboarding(gateway.addr)
  shopper = connectClient(gateway.addr)
})
afterAll(async () => {
  for (const close of [...closers, anybody.close, shopper.close, own.close]) close()
  await gateway.close()
  await db.destroy()
})

let count = 0
let book: string
beforeEach(() => {
  book = isbn((count += 1))
  kit.reset()
  own.placeFails = null
})

const newName = () => `Own Books ${(count += 1)} ${randomUUID().slice(0, 8)}`

function speakFor(apiKey: string, addr = gateway.addr) {
  const client = connectOnboarding(addr, apiKey)
  closers.push(client.close)
  return client
}

/** Registers a seller of its own name. */
async function register(profile = goodProfile(newName()), connection = grpcAt(own.address)) {
  const { answer, error } = await anybody.register({ requestId: randomUUID(), profile, connection })
  if (!answer?.seller) throw error ?? new Error('no seller')
  return { seller: answer.seller, id: answer.seller.sellerId, key: answer.apiKey, client: speakFor(answer.apiKey) }
}

async function registerLive(profile = goodProfile(newName())) {
  const made = await register(profile)
  own.challenge = made.seller.challenge?.token ?? ''
  await made.client.verify({})
  await made.client.conform()
  expect(await stateOf(made.client)).toBe('SELLER_STATE_LIVE')
  return made
}

const stateOf = async (client: ReturnType<typeof connectOnboarding>) => (await client.get({})).answer?.seller?.state

async function quote(sellerId: string, isbn13 = book, through = shopper) {
  const ask = { isbn13, destination: london, currency: 'GBP', sellerIds: [sellerId] }
  const events = await through.quotes(ask).catch((error: unknown) => [{ error, quote: null }])
  return events.flatMap((event) => event.quote ?? [])
}

async function buy(sellerId: string, requestId: string = randomUUID()) {
  const [found] = await quote(sellerId)
  const order = {
    requestId,
    sellerId,
    orderToken: found?.orderToken ?? '',
    limitTotal: found?.sellerTotal ?? null,
    shipTo,
  }
  return { order, result: await shopper.place(order) }
}

describe('the way in', () => {
  it('leads from registering over the challenge and the kit to a book sold', async () => {
    const { id, client, seller, key } = await register()
    expect(key).toMatch(/^qsk_[0-9a-f]{16}_[\w-]{43}$/)
    expect(seller).toMatchObject({ state: 'SELLER_STATE_PENDING', connection: { grpc: { apiKey: '' } } })
    expect(await quote(id)).toEqual([])

    own.challenge = 'something else'
    const wrong = await client.verify({})
    expect(wrong.error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'CHALLENGE_NOT_FOUND' })
    expect(wrong.error?.details).toContain('"something else"')
    expect((await client.conform()).error).toMatchObject({ reason: 'ENDPOINT_NOT_VERIFIED' })

    own.challenge = seller.challenge?.token ?? ''
    expect((await client.verify({})).answer?.seller).toMatchObject({ state: 'SELLER_STATE_TESTING' })
    expect(await quote(id)).toEqual([])

    const { answer: events = [] } = await client.conform()
    expect(events.map(({ event }) => event)).toEqual(['result', 'result', 'report'])
    const { answer } = await client.get({})
    expect(answer?.seller).toMatchObject({ state: 'SELLER_STATE_LIVE', lastReport: { conforms: true, passed: 2 } })

    const { result, order } = await buy(id)
    expect(result.answer?.order).toMatchObject({ state: 'ORDER_STATE_ACCEPTED' })
    expect(own.orders.has(order.requestId)).toBe(true)
    expect(own.authorization).toBe('Bearer what we show it')
  })

  it('shows every other gateway the change within seconds', async () => {
    const other = await startOnboardingGateway(database.url)
    const there = connectClient(other.addr)
    const { id } = await registerLive()
    await vi.waitFor(async () => expect(await quote(id, book, there)).toHaveLength(1), { timeout: 15_000 })
    there.close()
    await other.close()
  })

  it('stays out when a required check fails, and when only some checks were run', async () => {
    const { client, seller } = await register()
    own.challenge = seller.challenge?.token ?? ''
    await client.verify({})
    kit.fail('place.twice')
    await client.conform()
    const { answer } = await client.get({})
    expect(answer?.seller).toMatchObject({ state: 'SELLER_STATE_TESTING', lastReport: { conforms: false, failed: 1 } })
    kit.reset()
    await client.conform(['quotes.plain'])
    expect(await stateOf(client)).toBe('SELLER_STATE_TESTING')
    expect((await client.conform(['no.such'])).error).toMatchObject({ violations: [{ field: 'checks[0]' }] })
  })

  it('runs the kit once at a time', async () => {
    const { client, seller } = await register()
    own.challenge = seller.challenge?.token ?? ''
    await client.verify({})
    const held = kit.hold()
    const first = client.conform()
    await held.begun
    expect((await client.conform()).error).toMatchObject({ code: status.ABORTED, reason: 'RUN_UNDER_WAY' })
    held.release()
    expect((await first).answer?.at(-1)?.report?.conforms).toBe(true)
    expect((await client.conform()).answer?.at(-1)?.report?.conforms).toBe(true)
  })

  it('proves nothing about terms that changed during the run', async () => {
    const { client, seller } = await register()
    own.challenge = seller.challenge?.token ?? ''
    await client.verify({})
    const held = kit.hold()
    const run = client.conform()
    await held.begun
    const profile = goodProfile(seller.profile?.name ?? '', { requestsPerSecond: 7 })
    await client.update({ requestId: randomUUID(), profile })
    held.release()
    await run
    expect(await stateOf(client)).toBe('SELLER_STATE_TESTING')
  })
})

describe('RegisterSeller', () => {
  it('names every wrong field at once, the mapping’s too', async () => {
    const { error } = await anybody.register({
      requestId: randomUUID(),
      profile: goodProfile('X', { contactEmail: 'nobody', currencies: ['GBP', 'XTS'], testIsbn13s: ['1'] }),
      connection: {
        rest: {
          baseUrl: 'https://user:secret@books.example/',
          mapping: JSON.stringify({ version: 1, headers: {}, quotes: { request: { method: 'GET', path: '/' } } }),
        },
      },
    })
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT })
    const fields = error?.violations?.map(({ field }) => field) ?? []
    for (const field of [
      'profile.name',
      'profile.contact_email',
      'profile.currencies[1]',
      'profile.test_isbn13s[0]',
      'connection.rest.base_url',
      'connection.rest.mapping.quotes.each',
      'connection.rest.mapping.quotes.quote',
    ])
      expect(fields).toContain(field)
  })

  it.each([
    ['loopback where it is not allowed', '127.0.0.1:443', '0'],
    ['metadata', '169.254.169.254:80', '1'],
    ['a private network', '10.0.0.1:443', '1'],
    ['the same in IPv6', '[::ffff:10.0.0.1]:443', '1'],
  ])('refuses an address in %s', async (_, address, allow) => {
    const env = { QUIRE_GATEWAY_ALLOW_LOOPBACK_SELLERS: allow }
    const strict = await startOnboardingGateway(database.url, { env })
    const client = connectOnboarding(strict.addr)
    const connection = grpcAt(address, { plaintext: false })
    const { error } = await client.register({ requestId: randomUUID(), profile: goodProfile(newName()), connection })
    expect(error?.violations).toMatchObject([{ field: 'connection.grpc.address' }])
    client.close()
    await strict.close()
  })

  it('makes one seller of one request, also of many at once, and tells its key once', async () => {
    const request = { requestId: randomUUID(), profile: goodProfile(newName()), connection: grpcAt(own.address) }
    const all = await Promise.all(Array.from({ length: 5 }, () => anybody.register(request)))
    expect(new Set(all.map(({ answer }) => answer?.seller?.sellerId)).size).toBe(1)
    expect(all.filter(({ answer }) => answer?.apiKey !== '')).toHaveLength(1)
    const other = await anybody.register({ ...request, profile: goodProfile(newName()) })
    expect(other.error).toMatchObject({ code: status.ALREADY_EXISTS, reason: 'REQUEST_ID_REUSED' })
  })

  it('keeps a live seller’s name for it, and gives two sellers of the same name two ids', async () => {
    const taken = await anybody.register({
      requestId: randomUUID(),
      profile: goodProfile('harbor  MARKETPLACE'),
      connection: grpcAt(own.address),
    })
    expect(taken.error?.violations).toMatchObject([{ field: 'profile.name' }])
    const name = newName()
    const [first, second] = [await register(goodProfile(name)), await register(goodProfile(name))]
    expect(second.id).not.toBe(first.id)
    own.challenge = first.seller.challenge?.token ?? ''
    await first.client.verify({})
    await first.client.conform()
    expect((await first.client.get({})).answer?.seller?.state).toBe('SELLER_STATE_LIVE')
    own.challenge = second.seller.challenge?.token ?? ''
    await second.client.verify({})
    await second.client.conform()
    const { answer } = await second.client.get({})
    expect(answer?.seller).toMatchObject({
      state: 'SELLER_STATE_TESTING',
      stateReason: expect.stringContaining('profile.name'),
    })
  })

  it('keeps no secret in the open, and returns none', async () => {
    const { id, key, client } = await register(
      goodProfile(newName()),
      grpcAt(own.address, { apiKey: 'very-secret-indeed' }),
    )
    const { answer } = await client.get({})
    expect(JSON.stringify(answer)).not.toContain('very-secret-indeed')
    const rows = await Promise.all([
      db.selectFrom('secret').selectAll().where('sellerId', '=', id).execute(),
      db.selectFrom('seller').selectAll().where('id', '=', id).execute(),
      db.selectFrom('apiKey').selectAll().where('sellerId', '=', id).execute(),
      db.selectFrom('request').selectAll().where('sellerId', '=', id).execute(),
    ])
    const text = rows
      .flat()
      .map((row) =>
        Object.values(row)
          .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)))
          .join(' '),
      )
      .join(' ')
    expect(text).not.toContain('very-secret-indeed')
    expect(text).not.toContain(key.slice(-43))
    expect(rows[0]).toHaveLength(1)
  })
})

describe('UpdateSeller', () => {
  it('asks for proof of a new address, for a test of other terms, and for nothing else', async () => {
    const { client, seller, id } = await registerLive()
    const name = seller.profile?.name ?? ''
    await client.update({ requestId: randomUUID(), profile: goodProfile(name, { contactEmail: 'new@books.example' }) })
    expect(await stateOf(client)).toBe('SELLER_STATE_LIVE')
    expect(await quote(id)).toHaveLength(1)

    const request = { requestId: randomUUID(), profile: goodProfile(name, { concurrentCalls: 2 }) }
    expect((await client.update(request)).answer?.seller?.state).toBe('SELLER_STATE_TESTING')
    expect(await quote(id)).toEqual([])
    await client.conform()
    expect((await client.update(request)).answer?.seller?.state).toBe('SELLER_STATE_LIVE') // the same again changes nothing
    const reused = await client.update({ ...request, profile: goodProfile(name) })
    expect(reused.error).toMatchObject({ code: status.ALREADY_EXISTS, reason: 'REQUEST_ID_REUSED' })

    const moved = grpcAt(own.address.replace('127.0.0.1', 'localhost'), { apiKey: '' })
    const { answer } = await client.update({ requestId: randomUUID(), connection: moved })
    expect(answer?.seller).toMatchObject({ state: 'SELLER_STATE_PENDING', challenge: { verifyTime: null } })
    await client.verify({})
    expect(own.authorization).toBe('Bearer what we show it') // left out: it stayed
  })
})

describe('API keys', () => {
  it('are up to three at once, and over at once when revoked', async () => {
    const { client, key } = await register()
    const requestId = randomUUID()
    const second = await client.createKey({ requestId })
    expect((await client.createKey({ requestId })).error).toMatchObject({ code: status.ALREADY_EXISTS })
    const third = await client.createKey({ requestId: randomUUID() })
    expect((await client.createKey({ requestId: randomUUID() })).error).toMatchObject({ reason: 'TOO_MANY_KEYS' })
    for (const one of [key, second.answer?.apiKey ?? '', third.answer?.apiKey ?? ''])
      expect((await speakFor(one).get({})).answer?.seller).toBeTruthy()
    const bySecond = speakFor(second.answer?.apiKey ?? '')
    const keyIdOf = (text = '') => text.split('_')[1] ?? ''
    await bySecond.revokeKey({ keyId: keyIdOf(key) })
    expect((await client.get({})).error).toMatchObject({ code: status.UNAUTHENTICATED })
    await bySecond.revokeKey({ keyId: keyIdOf(third.answer?.apiKey) })
    const last = await bySecond.revokeKey({ keyId: keyIdOf(second.answer?.apiKey) })
    expect(last.error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'LAST_KEY' })
    const { answer } = await bySecond.get({})
    expect(answer?.seller?.apiKeys).toMatchObject([{ keyId: keyIdOf(second.answer?.apiKey) }])
    expect(Number(answer?.seller?.apiKeys[0]?.lastUseTime?.seconds) % 60).toBe(0)
  })

  it('open nobody else’s affairs', async () => {
    const [mine, theirs] = [await register(), await register()]
    const theirKey = (await theirs.client.get({})).answer?.seller?.apiKeys[0]?.keyId ?? ''
    expect((await mine.client.revokeKey({ keyId: theirKey })).error).toMatchObject({ code: status.NOT_FOUND })
    expect((await theirs.client.get({})).answer?.seller?.sellerId).toBe(theirs.id)
    expect((await mine.client.get({})).answer?.seller?.sellerId).toBe(mine.id)
    // the key of one with the id of another's, and half a key
    const mixed = mine.key.replace(/^qsk_[0-9a-f]{16}/, `qsk_${theirKey}`)
    for (const wrong of [mixed, mine.key.slice(0, -1), 'qsk_', ''])
      expect((await speakFor(wrong).get({})).error).toMatchObject({ code: status.UNAUTHENTICATED })
  })
})

describe('suspension', () => {
  it('takes a seller out of trade, but not its orders, until it passes the kit again', async () => {
    const { id, client } = await registerLive()
    own.placeFails = Object.assign(new Error('lost'), { code: status.INTERNAL, details: 'the answer was lost' })
    const { order, result } = await buy(id)
    expect(result.error).toMatchObject({ reason: 'OUTCOME_UNKNOWN' })
    const { suspend } = await import('../store/sellers.ts')
    expect(await suspend(db, id, 'It confirmed an order above the price it had quoted.')).toBe(true)
    expect(await suspend(db, id, 'Again.')).toBe(false)
    await vi.waitFor(async () => expect(await quote(id)).toEqual([]), { timeout: 15_000 })
    const { answer } = await client.get({})
    expect(answer?.seller?.stateReason).toMatch(/above the price.*RunConformance/)

    own.placeFails = null
    expect((await shopper.place({ ...order, requestId: randomUUID() })).error).toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'REJECTED',
    })
    expect((await shopper.place(order)).answer?.order?.state).toBe('ORDER_STATE_ACCEPTED') // settles what was unknown
    expect((await shopper.get({ sellerId: id, requestId: order.requestId })).answer?.order).toBeTruthy()
    const listed = (await shopper.list({})).answer?.sellers.find(({ sellerId }) => sellerId === id)
    expect(listed).toMatchObject({ canQuote: false, autoBuyEligible: false, replaysOrders: true })

    await client.conform()
    expect(await stateOf(client)).toBe('SELLER_STATE_LIVE')
    expect(await quote(id)).toHaveLength(1)
  })

  it('never says "not bought" of an order that a seller with a new address may have', async () => {
    const { id, client } = await registerLive()
    const { order } = await buy(id)
    await client.update({ requestId: randomUUID(), connection: grpcAt(own.address.replace('127.0.0.1', 'localhost')) })
    expect((await shopper.place(order)).error).toMatchObject({ code: status.UNAVAILABLE, reason: 'NOT_SENT' })
    expect((await shopper.place({ ...order, requestId: randomUUID() })).error).toMatchObject({
      reason: 'NO_SUCH_SELLER',
    })
  })
})

describe('the registry', () => {
  it('lets a call under way end when its seller leaves', async () => {
    const { id, client } = await registerLive()
    const gate = Promise.withResolvers<void>()
    own.gate = gate.promise
    const before = own.quotesAsked
    const asking = quote(id)
    await vi.waitFor(() => expect(own.quotesAsked).toBe(before + 1))
    await client.update({ requestId: randomUUID(), connection: grpcAt(own.address.replace('127.0.0.1', 'localhost')) })
    gate.resolve()
    own.gate = Promise.resolve()
    expect(await asking).toHaveLength(1)
    expect(await quote(id, isbn((count += 1)))).toEqual([])
  })

  it('leaves a broken entry out and goes on with the others', async () => {
    const [broken, fine] = [await registerLive(), await registerLive()]
    await db
      .updateTable('seller')
      .set({ connection: '{"protocol":"telepathy"}', version: 99 })
      .where('id', '=', broken.id)
      .execute()
    await vi.waitFor(async () => expect(await quote(broken.id)).toEqual([]), { timeout: 15_000 })
    expect(await quote(fine.id)).toHaveLength(1)
  })
})
