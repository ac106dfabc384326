// What registering takes and keeps, and the keys that it gives out.
import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import {
  connectOnboarding,
  goodProfile,
  grpcAt,
  openOnboardingWorld,
  startOnboardingGateway,
} from '../testing/onboarding-world.ts'

const database = useDatabase()
let world: Awaited<ReturnType<typeof openOnboardingWorld>>
beforeAll(async () => {
  world = await openOnboardingWorld(database.url)
})
afterAll(() => world.close())

const newName = () => `Own Books ${randomUUID().slice(0, 8)}`
const keyIdOf = (key: string) => key.split('_')[1] ?? ''

describe('RegisterSeller', () => {
  it('names every wrong field at once, the mapping’s too', async () => {
    const { error } = await world.anybody.register({
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

  it('gives nobody the name or the id of the shop itself', async () => {
    const connection = grpcAt(world.own.address)
    const register = (name: string) =>
      world.anybody.register({ requestId: randomUUID(), profile: goodProfile(name), connection })
    expect((await register('QUIRE')).error?.violations).toMatchObject([{ field: 'profile.name' }])
    expect((await register('Quire!')).answer?.seller?.sellerId).toBe('quire-2')
  })

  it('makes one seller of one request, also of many at once, and tells its key once', async () => {
    const request = { requestId: randomUUID(), profile: goodProfile(newName()), connection: grpcAt(world.own.address) }
    const all = await Promise.all(Array.from({ length: 5 }, () => world.anybody.register(request)))
    expect(new Set(all.map(({ answer }) => answer?.seller?.sellerId)).size).toBe(1)
    expect(all.filter(({ answer }) => answer?.apiKey !== '')).toHaveLength(1)
    const other = await world.anybody.register({ ...request, profile: goodProfile(newName()) })
    expect(other.error).toMatchObject({ code: status.ALREADY_EXISTS, reason: 'REQUEST_ID_REUSED' })
  })

  it('keeps a live seller’s name for it, and gives two sellers of the same name two ids', async () => {
    const taken = await world.anybody.register({
      requestId: randomUUID(),
      profile: goodProfile('harbor  MARKETPLACE'),
      connection: grpcAt(world.own.address),
    })
    expect(taken.error?.violations).toMatchObject([{ field: 'profile.name' }])
    const name = newName()
    const [first, second] = [await world.register({ name }), await world.register({ name })]
    expect(second.id).not.toBe(first.id)
    world.own.challenge = first.seller.challenge?.token ?? ''
    await first.client.verify({})
    await first.client.conform()
    expect((await first.client.get({})).answer?.seller?.state).toBe('SELLER_STATE_LIVE')
    world.own.challenge = second.seller.challenge?.token ?? ''
    await second.client.verify({})
    await second.client.conform()
    const { answer } = await second.client.get({})
    expect(answer?.seller).toMatchObject({
      state: 'SELLER_STATE_TESTING',
      stateReason: expect.stringContaining('profile.name'),
    })
  })

  it('keeps no secret in the open, and returns none', async () => {
    const { id, key, client } = await world.register({}, grpcAt(world.own.address, { apiKey: 'very-secret-indeed' }))
    const { answer } = await client.get({})
    expect(JSON.stringify(answer)).not.toContain('very-secret-indeed')
    const rows = await Promise.all([
      world.db.selectFrom('secret').selectAll().where('sellerId', '=', id).execute(),
      world.db.selectFrom('seller').selectAll().where('id', '=', id).execute(),
      world.db.selectFrom('apiKey').selectAll().where('sellerId', '=', id).execute(),
      world.db.selectFrom('request').selectAll().where('sellerId', '=', id).execute(),
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

describe('API keys', () => {
  it('are up to three at once, and over at once when revoked', async () => {
    const { client, key } = await world.register()
    const make = async (requestId: string = randomUUID()) => {
      const { answer, error } = await client.createKey({ requestId })
      return answer?.apiKey ?? error?.reason ?? ''
    }
    const requestId = randomUUID()
    const [second, third] = [await make(requestId), await make()]
    expect([await make(requestId), await make()]).toEqual(['REQUEST_ID_REUSED', 'TOO_MANY_KEYS'])
    for (const one of [key, second, third]) expect((await world.speakFor(one).get({})).answer?.seller).toBeTruthy()

    const bySecond = world.speakFor(second)
    await bySecond.revokeKey({ keyId: keyIdOf(key) })
    expect((await client.get({})).error).toMatchObject({ code: status.UNAUTHENTICATED })
    await bySecond.revokeKey({ keyId: keyIdOf(third) })
    const last = await bySecond.revokeKey({ keyId: keyIdOf(second) })
    expect(last.error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'LAST_KEY' })
    const keys = (await bySecond.get({})).answer?.seller?.apiKeys
    expect(keys).toMatchObject([{ keyId: keyIdOf(second) }])
    expect(Number(keys?.[0]?.lastUseTime?.seconds) % 60).toBe(0)
  })

  it('open nobody else’s affairs', async () => {
    const [mine, theirs] = [await world.register(), await world.register()]
    const theirKey = (await theirs.client.get({})).answer?.seller?.apiKeys[0]?.keyId ?? ''
    expect((await mine.client.revokeKey({ keyId: theirKey })).error).toMatchObject({ code: status.NOT_FOUND })
    expect((await theirs.client.get({})).answer?.seller?.sellerId).toBe(theirs.id)
    expect((await mine.client.get({})).answer?.seller?.sellerId).toBe(mine.id)
    // the key of one with the id of another's, and half a key
    const mixed = mine.key.replace(/^qsk_[0-9a-f]{16}/, `qsk_${theirKey}`)
    for (const wrong of [mixed, mine.key.slice(0, -1), 'qsk_', ''])
      expect((await world.speakFor(wrong).get({})).error).toMatchObject({ code: status.UNAUTHENTICATED })
  })
})
