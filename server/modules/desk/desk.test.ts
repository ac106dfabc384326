// The desk on a real PostgreSQL, against an onboarding service that says what each test wants said.
import { status } from '@grpc/grpc-js'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ensureAccount } from '#accounts'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import type { Refusal } from '#platform/errors'
import { systemIds } from '#platform/ids'
import { failed, useScriptedOnboarding } from '#testing/scripted-onboarding'
import { useDatabase } from '#testing/world'
import { connectSeller } from './connect-seller.ts'
import { createKey } from './create-key.ts'
import { getSeller } from './get-seller.ts'
import { createVault } from './keep-keys.ts'
import { listSellers } from './list-sellers.ts'
import type { Connection, DeskDeps, Profile } from './model.ts'
import { connectOnboarding } from './onboarding.ts'
import { registerSeller } from './register-seller.ts'
import { revokeKey } from './revoke-key.ts'
import { takeOffDesk } from './take-off-desk.ts'
import { updateSeller } from './update-seller.ts'
import { verifyEndpoint } from './verify-endpoint.ts'

const database = useDatabase()
const gateway = useScriptedOnboarding()
const lines: string[] = []
const key = 'qsk_k1_secretsecretsecretsecret'
const theirs = 'qsk_k2_othersecretothersecret'
const formKey = '7b0f6f0e-6a51-4c58-9a4e-6c2f7a1c0d11'
const profile: Profile = {
  name: 'Corner Books',
  contactEmail: 'desk@corner.example',
  currency: 'GBP',
  currencies: ['GBP', 'EUR'],
  requestsPerSecond: 20,
  concurrentCalls: 8,
  quoteTimeoutMs: 1_500,
  orderTimeoutMs: 6_000,
  notFoundFinalAfterMs: 60_000,
  testIsbn13s: ['9780441172719'],
  certificateFingerprints: [],
  shippingZones: [
    { countries: ['GB'], shipping: { currency: 'GBP', minor: 305 }, deliveryDaysMin: 2, deliveryDaysMax: 4 },
  ],
}
const connection: Connection = {
  kind: 'grpc',
  address: 'books.corner.example:443',
  contractVersion: 'quire.seller.v1',
  apiKey: 'let-quire-in',
  plaintext: false,
}
const said = { sellerId: 'corner-books', profile: { name: 'Corner Books' }, state: 'SELLER_STATE_PENDING' }
let deps: DeskDeps & { onboarding: ReturnType<typeof connectOnboarding> }
let db: Db
let mine: string
let others: string

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 4 }))
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const onboarding = connectOnboarding(gateway.address, systemClock)
  deps = {
    db,
    log,
    onboarding,
    clock: systemClock,
    ids: systemIds,
    vault: createVault('a secret of 32 characters or more'),
  }
  const person = (email: string) =>
    ensureAccount(
      { db, ids: systemIds },
      { email, name: 'A seller', role: 'reader', password: 'correct horse battery' },
    )
  mine = await person('mine@example.com')
  others = await person('others@example.com')
})
beforeEach(async () => {
  await db.deleteFrom('deskSeller').execute()
  await db.deleteFrom('deskRegistration').execute()
  lines.length = 0
  gateway.answers = {
    registerSeller: () => ({ seller: said, apiKey: key }),
    createApiKey: () => ({ apiKey: theirs }),
    getSeller: () => ({ seller: said }),
  }
})
afterAll(async () => {
  deps.onboarding.close()
  await db.destroy()
})

const wanted = (change: Partial<Profile> = {}) => ({
  accountId: '',
  key: formKey,
  profile: { ...profile, ...change },
  connection,
})
const register = (change: Partial<Profile> = {}) => registerSeller(deps, { ...wanted(change), accountId: mine })
const mineSeller = () => ({ accountId: mine, sellerId: 'corner-books' })
const asked = (method: string) => gateway.calls.filter((call) => call.method === method)
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: Refusal) => error,
  )
const refused = async (work: Promise<unknown>) => (await refusal(work))?.code

it('registers with all that was typed, keeps the first key for itself and shows another', async () => {
  const { seller, apiKey } = await register()
  expect(apiKey).toBe(theirs)
  expect(seller).toMatchObject({ sellerId: 'corner-books', state: 'PENDING', deskKeyId: 'k1' })
  expect(asked('registerSeller')[0]).toMatchObject({
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
  expect(asked('createApiKey')[0]?.authorization).toBe(`Bearer ${key}`)
  expect((await listSellers(deps, mine)).map(({ sellerId }) => sellerId)).toEqual(['corner-books'])
})

it('keeps no key in the clear, in the database or in the log', async () => {
  await register()
  await refusal(getSeller(deps, { accountId: mine, sellerId: 'another' }))
  const rows = JSON.stringify(await db.selectFrom('deskSeller').selectAll().execute())
  const bytes = (await db.selectFrom('deskSeller').select('sealedKey').executeTakeFirstOrThrow()).sealedKey
  for (const secret of [key, theirs, 'secretsecret', 'let-quire-in']) {
    expect(rows).not.toContain(secret)
    expect(bytes.includes(secret)).toBe(false)
    expect(lines.join()).not.toContain(secret)
  }
})

it('registers one seller when the form is sent again', async () => {
  await register()
  expect(await register()).toMatchObject({ seller: { sellerId: 'corner-books' }, apiKey: null })
  expect(asked('registerSeller')).toHaveLength(1)
  expect(await refused(register({ name: 'Another name' }))).toBe('desk.key_reused')
})

it('registers one seller when the form is sent twice at the same time', async () => {
  const arrived = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<void>()
  gateway.answers.registerSeller = async () => {
    arrived.resolve()
    await answer.promise
    return { seller: said, apiKey: key }
  }
  const first = register()
  await arrived.promise
  expect(await refused(register())).toBe('desk.under_way')
  answer.resolve()
  expect((await first).apiKey).toBe(theirs)
  expect(asked('registerSeller')).toHaveLength(1)
})

it('begins another seller when the key of the first was lost on the way', async () => {
  gateway.answers.registerSeller = () => {
    throw failed(status.UNAVAILABLE)
  }
  expect(await refused(register())).toBe('desk.unheard')
  const known = new Set([asked('registerSeller')[0]?.request['requestId']]) // it did arrive
  gateway.answers.registerSeller = ({ request }) =>
    known.has(request['requestId'])
      ? { seller: said, apiKey: '' }
      : { seller: { ...said, sellerId: 'corner-books-2' }, apiKey: key }
  expect(await register()).toMatchObject({ seller: { sellerId: 'corner-books-2' }, apiKey: theirs })
  expect(asked('registerSeller')[1]?.request['requestId']).toBe(asked('registerSeller')[0]?.request['requestId'])
  expect(await register()).toMatchObject({ apiKey: null })
  expect((await listSellers(deps, mine)).map(({ sellerId }) => sellerId)).toEqual(['corner-books-2'])
})

it('goes on after a process died in the middle, once its lease is over', async () => {
  const later = (ms: number) => ({ ...systemClock, now: () => new Date(Date.now() + ms) })
  const dying = Promise.withResolvers<object>()
  const reached = Promise.withResolvers<void>()
  gateway.answers.registerSeller = () => {
    reached.resolve()
    return dying.promise
  }
  const dead = register() // its answer is not read in time
  await reached.promise
  gateway.answers.registerSeller = ({ request }) => ({
    seller: { ...said, sellerId: String(request['requestId']) },
    apiKey: key,
  })
  expect(await refused(register())).toBe('desk.under_way')
  const { seller } = await registerSeller({ ...deps, clock: later(60_000) }, { ...wanted(), accountId: mine })
  dying.resolve({ seller: said, apiKey: key })
  await dead
  expect((await register()).seller.sellerId).toBe(said.sellerId) // what the gateway holds, by its script
  const { sellerId } = await db.selectFrom('deskRegistration').select('sellerId').executeTakeFirstOrThrow()
  expect(sellerId).toBe(seller.sellerId)
})

it('points at every wrong field, and takes the mended form under the same key', async () => {
  gateway.answers.registerSeller = () => {
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
  expect(await refusal(register())).toMatchObject({
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
  gateway.answers.registerSeller = () => ({ seller: said, apiKey: key })
  expect((await register({ contactEmail: 'right@corner.example' })).apiKey).toBe(theirs)
})

it('is on the desk even when no first key could be made', async () => {
  gateway.answers.createApiKey = () => {
    throw failed(status.UNAVAILABLE)
  }
  expect((await register()).apiKey).toBeNull()
  expect(await listSellers(deps, mine)).toHaveLength(1)
})

it.each([
  [status.FAILED_PRECONDITION, 'ONBOARDING_OFF', 'desk.off'],
  [status.RESOURCE_EXHAUSTED, 'TOO_MANY_REGISTRATIONS', 'desk.throttled'],
  [status.UNIMPLEMENTED, undefined, 'desk.off'],
  [status.DEADLINE_EXCEEDED, undefined, 'desk.unheard'],
  [status.INTERNAL, undefined, 'desk.unheard'],
])('says why when the gateway answers %s %s', async (code, reason, expected) => {
  gateway.answers.registerSeller = () => {
    throw failed(code, reason === undefined ? {} : { reason })
  }
  expect(await refused(register())).toBe(expected)
})

it('connects a seller by one of its keys, and again by a newer one', async () => {
  gateway.answers.getSeller = ({ authorization }) => {
    if (authorization?.includes('k9')) throw failed(status.UNAUTHENTICATED, { reason: 'BAD_CREDENTIALS' })
    return { seller: said }
  }
  expect(await connectSeller(deps, { accountId: mine, apiKey: key })).toMatchObject({ deskKeyId: 'k1' })
  expect(await connectSeller(deps, { accountId: mine, apiKey: theirs })).toMatchObject({ deskKeyId: 'k2' })
  await getSeller(deps, mineSeller())
  expect(asked('getSeller').at(-1)?.authorization).toBe(`Bearer ${theirs}`)
  for (const apiKey of ['qsk_k9_secretsecretsecretsecret', 'not a key', 'qsk_k1_short'])
    expect(await refusal(connectSeller(deps, { accountId: mine, apiKey }))).toMatchObject({
      code: 'desk.key_unknown',
      fields: { apiKey: expect.any(String) },
    })
})

it('lets nobody act for a seller that is not on their own desk', async () => {
  await register()
  const owner = { accountId: others, sellerId: 'corner-books' }
  const acts = [
    () => getSeller(deps, owner),
    () => updateSeller(deps, owner, { key: formKey, profile }),
    () => verifyEndpoint(deps, owner),
    () => createKey(deps, owner, formKey),
    () => revokeKey(deps, owner, 'k2'),
    () => takeOffDesk(deps, owner),
  ]
  const calls = gateway.calls.length
  for (const act of acts) expect(await refused(act())).toBe('desk.not_found')
  expect(gateway.calls).toHaveLength(calls)
  expect(await listSellers(deps, others)).toEqual([])
})

it('does not open a key that was moved to another account, or sealed under another secret', async () => {
  await register()
  const row = await db.selectFrom('deskSeller').selectAll().executeTakeFirstOrThrow()
  await db
    .insertInto('deskSeller')
    .values({ ...row, accountId: others })
    .execute()
  expect(await refused(getSeller(deps, { ...mineSeller(), accountId: others }))).toBe('desk.key_refused')
  const vault = createVault('another secret of 32 characters!')
  expect(await refused(getSeller({ ...deps, vault }, mineSeller()))).toBe('desk.key_refused')
  expect(await listSellers({ ...deps, vault }, mine)).toMatchObject([{ name: 'Corner Books', trouble: 'key_refused' }])
})

it('lists what is known while the gateway cannot be asked', async () => {
  await register()
  gateway.answers.getSeller = () => {
    throw failed(status.UNAVAILABLE)
  }
  expect(await listSellers(deps, mine)).toMatchObject([{ name: 'Corner Books', trouble: 'unreachable', state: null }])
  gateway.answers.getSeller = () => {
    throw failed(status.UNAUTHENTICATED)
  }
  expect(await listSellers(deps, mine)).toMatchObject([{ trouble: 'key_refused' }])
})

it('says what was asked and what came back when the challenge is not there', async () => {
  await register()
  gateway.answers.verifyEndpoint = () => {
    const metadata = { asked: 'GetChallenge at books.corner.example:443', received: 'UNIMPLEMENTED' }
    throw failed(status.FAILED_PRECONDITION, { reason: 'CHALLENGE_NOT_FOUND', metadata, says: 'It is not there.' })
  }
  expect(await verifyEndpoint(deps, mineSeller())).toEqual({
    isProven: false,
    sentence: 'It is not there.',
    asked: 'GetChallenge at books.corner.example:443',
    received: 'UNIMPLEMENTED',
  })
  gateway.answers.verifyEndpoint = () => ({ seller: { ...said, state: 'SELLER_STATE_TESTING' } })
  expect(await verifyEndpoint(deps, mineSeller())).toMatchObject({ isProven: true, seller: { state: 'TESTING' } })
})

it('passes on the gateway’s own sentence for what only it knows', async () => {
  await register()
  gateway.answers.createApiKey = () => {
    throw failed(status.FAILED_PRECONDITION, {
      reason: 'TOO_MANY_KEYS',
      says: 'Three keys are valid; revoke one first.',
    })
  }
  expect(await refusal(createKey(deps, mineSeller(), formKey))).toMatchObject({
    code: 'desk.refused',
    message: 'Three keys are valid; revoke one first.',
  })
})

it('never revokes the key that the desk works with, and takes a key that is gone for revoked', async () => {
  await register()
  expect(await refused(revokeKey(deps, mineSeller(), 'k1'))).toBe('desk.desk_key')
  expect(asked('revokeApiKey')).toHaveLength(0)
  gateway.answers.revokeApiKey = () => {
    throw failed(status.NOT_FOUND)
  }
  await revokeKey(deps, mineSeller(), 'k2')
  expect(asked('revokeApiKey')[0]?.request).toEqual({ keyId: 'k2' })
})

it('changes a seller under the form’s key, and remembers its new name', async () => {
  await register()
  gateway.answers.updateSeller = () => ({ seller: { ...said, profile: { name: 'Corner & Co' } } })
  await updateSeller(deps, mineSeller(), { key: formKey, profile: { ...profile, name: 'Corner & Co' } })
  expect(asked('updateSeller')[0]?.request).toMatchObject({ requestId: formKey, connection: null })
  gateway.answers.getSeller = () => {
    throw failed(status.UNAVAILABLE)
  }
  expect(await listSellers(deps, mine)).toMatchObject([{ name: 'Corner & Co' }])
})

it('forgets the key when a seller is taken off the desk', async () => {
  await register()
  await takeOffDesk(deps, mineSeller())
  expect(await refused(getSeller(deps, mineSeller()))).toBe('desk.not_found')
})

it('holds so many sellers and no more', async () => {
  const row = { accountId: mine, name: 'x', keyId: 'x', sealedKey: Buffer.of(1), addedAt: new Date() }
  await db
    .insertInto('deskSeller')
    .values(Array.from({ length: 20 }, (_, n) => ({ ...row, sellerId: `s${n}` })))
    .execute()
  expect(await refused(register())).toBe('desk.too_many_sellers')
  expect(await refused(connectSeller(deps, { accountId: mine, apiKey: key }))).toBe('desk.too_many_sellers')
  expect(asked('registerSeller')).toHaveLength(0)
})
