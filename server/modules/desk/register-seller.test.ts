// Registering a seller at the desk: once, whatever gets lost on the way.
import { status } from '@grpc/grpc-js'
import { expect, it } from 'vitest'
import { systemClock } from '#platform/clock'
import { connection, deskKey, formKey, profile, refusalOf, said, theirKey, useDesk } from '#testing/desk'
import { failed } from '#testing/scripted-onboarding'
import { getSeller } from './get-seller.ts'
import { listSellers } from './list-sellers.ts'
import type { Profile } from './model.ts'
import { registerSeller } from './register-seller.ts'

const desk = useDesk()
const wanted = (change: Partial<Profile> = {}) => ({
  accountId: desk.mine,
  key: formKey,
  profile: { ...profile, ...change },
  connection,
})
const register = (change: Partial<Profile> = {}) => registerSeller(desk.deps, wanted(change))
const refused = async (work: Promise<unknown>) => (await refusalOf(work))?.code

it('registers with all that was typed, keeps the first key for itself and shows another', async () => {
  const { seller, apiKey } = await register()
  expect(apiKey).toBe(theirKey)
  expect(seller).toMatchObject({ sellerId: 'corner-books', state: 'PENDING', deskKeyId: 'k1' })
  expect(desk.asked('registerSeller')[0]).toMatchObject({
    authorization: undefined,
    request: {
      profile: {
        name: 'Corner Books',
        currencies: ['GBP', 'EUR'],
        quoteTimeout: { seconds: '1', nanos: 500_000_000 },
        notFoundFinalAfter: { seconds: '60', nanos: 0 },
        shippingZones: [{ countries: ['GB'], shipping: { currencyCode: 'GBP', units: '3', nanos: 50_000_000 } }],
      },
      connection: { grpc: { address: 'books.corner.example:443', apiKey: 'let-quire-in' } },
    },
  })
  expect(desk.asked('createApiKey')[0]?.authorization).toBe(`Bearer ${deskKey}`)
  expect((await listSellers(desk.deps, desk.mine)).map(({ sellerId }) => sellerId)).toEqual(['corner-books'])
})

it('keeps no key in the clear, in the database or in the log', async () => {
  await register()
  await refusalOf(getSeller(desk.deps, { accountId: desk.mine, sellerId: 'another' }))
  const rows = JSON.stringify(await desk.deps.db.selectFrom('deskSeller').selectAll().execute())
  const bytes = (await desk.deps.db.selectFrom('deskSeller').select('sealedKey').executeTakeFirstOrThrow()).sealedKey
  for (const secret of [deskKey, theirKey, 'secretsecret', 'let-quire-in']) {
    expect(rows).not.toContain(secret)
    expect(bytes.includes(secret)).toBe(false)
    expect(desk.lines.join()).not.toContain(secret)
  }
})

it('registers one seller when the form is sent again', async () => {
  await register()
  expect(await register()).toMatchObject({ seller: { sellerId: 'corner-books' }, apiKey: null })
  expect(desk.asked('registerSeller')).toHaveLength(1)
  expect(await refused(register({ name: 'Another name' }))).toBe('desk.key_reused')
})

it('registers one seller when the form is sent twice at the same time', async () => {
  const arrived = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<void>()
  desk.gateway.answers.registerSeller = async () => {
    arrived.resolve()
    await answer.promise
    return { seller: said, apiKey: deskKey }
  }
  const first = register()
  await arrived.promise
  expect(await refused(register())).toBe('desk.under_way')
  answer.resolve()
  expect((await first).apiKey).toBe(theirKey)
  expect(desk.asked('registerSeller')).toHaveLength(1)
})

it('begins another seller when the key of the first was lost on the way', async () => {
  desk.gateway.answers.registerSeller = () => {
    throw failed(status.UNAVAILABLE)
  }
  expect(await refused(register())).toBe('desk.unheard')
  const known = new Set([desk.asked('registerSeller')[0]?.request['requestId']]) // it did arrive
  desk.gateway.answers.registerSeller = ({ request }) =>
    known.has(request['requestId'])
      ? { seller: said, apiKey: '' }
      : { seller: { ...said, sellerId: 'corner-books-2' }, apiKey: deskKey }
  expect(await register()).toMatchObject({ seller: { sellerId: 'corner-books-2' }, apiKey: theirKey })
  expect(desk.asked('registerSeller')[1]?.request['requestId']).toBe(
    desk.asked('registerSeller')[0]?.request['requestId'],
  )
  expect(await register()).toMatchObject({ apiKey: null })
  expect((await listSellers(desk.deps, desk.mine)).map(({ sellerId }) => sellerId)).toEqual(['corner-books-2'])
})

it('comes to an end however many answers were lost before', async () => {
  const lost = new Set<unknown>() // arrived, and nobody heard the answer
  desk.gateway.answers.registerSeller = ({ request }) => {
    if (lost.has(request['requestId'])) return { seller: said, apiKey: '' }
    if (lost.size === 3) return { seller: said, apiKey: deskKey }
    lost.add(request['requestId'])
    throw failed(status.UNAVAILABLE)
  }
  for (const _ of [1, 2, 3]) expect(await refused(register())).toBe('desk.unheard')
  expect((await register()).apiKey).toBe(theirKey)
})

it('goes on after a process died in the middle, once its lease is over', async () => {
  const later = (ms: number) => ({ ...systemClock, now: () => new Date(Date.now() + ms) })
  const dying = Promise.withResolvers<object>()
  const reached = Promise.withResolvers<void>()
  desk.gateway.answers.registerSeller = () => {
    reached.resolve()
    return dying.promise
  }
  const dead = register() // its answer is not read in time
  await reached.promise
  desk.gateway.answers.registerSeller = ({ request }) => ({
    seller: { ...said, sellerId: String(request['requestId']) },
    apiKey: deskKey,
  })
  expect(await refused(register())).toBe('desk.under_way')
  const { seller } = await registerSeller({ ...desk.deps, clock: later(60_000) }, wanted())
  dying.resolve({ seller: said, apiKey: deskKey })
  await dead
  expect((await register()).seller.sellerId).toBe(said.sellerId) // what the gateway holds, by its script
  const { sellerId } = await desk.deps.db.selectFrom('deskRegistration').select('sellerId').executeTakeFirstOrThrow()
  expect(sellerId).toBe(seller.sellerId)
})

it('points at every wrong field, and takes the mended form under the same key', async () => {
  desk.gateway.answers.registerSeller = () => {
    const violations = [
      { field: 'profile.contact_email', description: 'is no address' },
      { field: 'profile.currencies[1]', description: 'is not known' },
      { field: 'profile.quote_timeout', description: 'is too long' },
      { field: 'connection.grpc.address', description: 'is private' },
      { field: 'connection.rest.mapping.quotes.answers[1].when', description: 'must name something' },
      { field: 'connection.rest.base_url', description: 'must be https' },
    ]
    throw failed(status.INVALID_ARGUMENT, { violations })
  }
  expect(await refusalOf(register())).toMatchObject({
    code: 'desk.invalid',
    fields: {
      'profile.contactEmail': 'is no address',
      'profile.currencies.1': 'is not known',
      'profile.quoteTimeoutMs': 'is too long',
      'connection.address': 'is private',
      'connection.mapping.quotes.answers[1].when': 'must name something',
      'connection.baseUrl': 'must be https',
    },
  })
  desk.gateway.answers.registerSeller = () => ({ seller: said, apiKey: deskKey })
  expect((await register({ contactEmail: 'right@corner.example' })).apiKey).toBe(theirKey)
})

it('is on the desk even when no first key could be made', async () => {
  desk.gateway.answers.createApiKey = () => {
    throw failed(status.UNAVAILABLE)
  }
  expect((await register()).apiKey).toBeNull()
  expect(await listSellers(desk.deps, desk.mine)).toHaveLength(1)
})
