// What a person does at the desk for sellers that are on it, and what nobody else may.
import { status } from '@grpc/grpc-js'
import { expect, it } from 'vitest'
import { connection, deskKey, formKey, profile, refusalOf, said, theirKey, useDesk } from '#testing/desk'
import { failed } from '#testing/scripted-onboarding'
import { connectSeller } from './connect-seller.ts'
import { createKey } from './create-key.ts'
import { getSeller } from './get-seller.ts'
import { createVault } from './keep-keys.ts'
import { listSellers } from './list-sellers.ts'
import { registerSeller } from './register-seller.ts'
import { revokeKey } from './revoke-key.ts'
import { takeOffDesk } from './take-off-desk.ts'
import { updateSeller } from './update-seller.ts'
import { verifyEndpoint } from './verify-endpoint.ts'

const desk = useDesk()
const register = () => registerSeller(desk.deps, { accountId: desk.mine, key: formKey, profile, connection })
const mineSeller = () => ({ accountId: desk.mine, sellerId: 'corner-books' })
const refused = async (work: Promise<unknown>) => (await refusalOf(work))?.code

it.each([
  [status.FAILED_PRECONDITION, 'ONBOARDING_OFF', 'desk.off'],
  [status.RESOURCE_EXHAUSTED, 'TOO_MANY_REGISTRATIONS', 'desk.throttled'],
  [status.UNIMPLEMENTED, undefined, 'desk.off'],
  [status.DEADLINE_EXCEEDED, undefined, 'desk.unheard'],
  [status.INTERNAL, undefined, 'desk.unheard'],
])('says why when the gateway answers %s %s', async (code, reason, expected) => {
  desk.gateway.answers.registerSeller = () => {
    throw failed(code, reason === undefined ? {} : { reason })
  }
  expect(await refused(register())).toBe(expected)
})

it('connects a seller by one of its keys, and again by a newer one', async () => {
  desk.gateway.answers.getSeller = ({ authorization }) => {
    if (authorization?.includes('k9')) throw failed(status.UNAUTHENTICATED, { reason: 'BAD_CREDENTIALS' })
    return { seller: said }
  }
  expect(await connectSeller(desk.deps, { accountId: desk.mine, apiKey: deskKey })).toMatchObject({ deskKeyId: 'k1' })
  expect(await connectSeller(desk.deps, { accountId: desk.mine, apiKey: theirKey })).toMatchObject({ deskKeyId: 'k2' })
  await getSeller(desk.deps, mineSeller())
  expect(desk.asked('getSeller').at(-1)?.authorization).toBe(`Bearer ${theirKey}`)
  for (const apiKey of ['qsk_k9_secretsecretsecretsecret', 'not a key', 'qsk_k1_short'])
    expect(await refused(connectSeller(desk.deps, { accountId: desk.mine, apiKey }))).toBe('desk.key_unknown')
})

it('lets nobody act for a seller that is not on their own desk', async () => {
  await register()
  const owner = { accountId: desk.others, sellerId: 'corner-books' }
  const acts = [
    () => getSeller(desk.deps, owner),
    () => updateSeller(desk.deps, owner, { key: formKey, profile }),
    () => verifyEndpoint(desk.deps, owner),
    () => createKey(desk.deps, owner, formKey),
    () => revokeKey(desk.deps, owner, 'k2'),
    () => takeOffDesk(desk.deps, owner),
  ]
  const calls = desk.gateway.calls.length
  for (const act of acts) expect(await refused(act())).toBe('desk.not_found')
  expect(desk.gateway.calls).toHaveLength(calls)
  expect(await listSellers(desk.deps, desk.others)).toEqual([])
})

it('does not open a key that was moved to another account, or sealed under another secret', async () => {
  await register()
  const row = await desk.deps.db.selectFrom('deskSeller').selectAll().executeTakeFirstOrThrow()
  await desk.deps.db
    .insertInto('deskSeller')
    .values({ ...row, accountId: desk.others })
    .execute()
  expect(await refused(getSeller(desk.deps, { ...mineSeller(), accountId: desk.others }))).toBe('desk.key_refused')
  const vault = createVault('another secret of 32 characters!')
  expect(await refused(getSeller({ ...desk.deps, vault }, mineSeller()))).toBe('desk.key_refused')
  expect(await listSellers({ ...desk.deps, vault }, desk.mine)).toMatchObject([
    { name: 'Corner Books', trouble: 'key_refused' },
  ])
})

it('lists what is known while the gateway cannot be asked', async () => {
  await register()
  desk.gateway.answers.getSeller = () => {
    throw failed(status.UNAVAILABLE)
  }
  expect(await listSellers(desk.deps, desk.mine)).toMatchObject([
    { name: 'Corner Books', trouble: 'unreachable', state: null },
  ])
  desk.gateway.answers.getSeller = () => {
    throw failed(status.UNAUTHENTICATED)
  }
  expect(await listSellers(desk.deps, desk.mine)).toMatchObject([{ trouble: 'key_refused' }])
})

it('says what was asked and what came back when the challenge is not there', async () => {
  await register()
  desk.gateway.answers.verifyEndpoint = () => {
    const metadata = { asked: 'GetChallenge at books.corner.example:443', received: 'UNIMPLEMENTED' }
    throw failed(status.FAILED_PRECONDITION, { reason: 'CHALLENGE_NOT_FOUND', metadata, says: 'It is not there.' })
  }
  expect(await verifyEndpoint(desk.deps, mineSeller())).toEqual({
    isProven: false,
    sentence: 'It is not there.',
    asked: 'GetChallenge at books.corner.example:443',
    received: 'UNIMPLEMENTED',
  })
  desk.gateway.answers.verifyEndpoint = () => ({ seller: { ...said, state: 'SELLER_STATE_TESTING' } })
  expect(await verifyEndpoint(desk.deps, mineSeller())).toMatchObject({ isProven: true, seller: { state: 'TESTING' } })
})

it('passes on the gateway’s own sentence for what only it knows', async () => {
  await register()
  desk.gateway.answers.createApiKey = () => {
    throw failed(status.FAILED_PRECONDITION, {
      reason: 'TOO_MANY_KEYS',
      says: 'three keys are valid; revoke one first',
    })
  }
  expect(await refusalOf(createKey(desk.deps, mineSeller(), formKey))).toMatchObject({
    code: 'desk.refused',
    message: 'Three keys are valid; revoke one first.',
  })
})

it('never revokes the key that the desk works with, and takes a key that is gone for revoked', async () => {
  await register()
  expect(await refused(revokeKey(desk.deps, mineSeller(), 'k1'))).toBe('desk.desk_key')
  expect(desk.asked('revokeApiKey')).toHaveLength(0)
  desk.gateway.answers.revokeApiKey = () => {
    throw failed(status.NOT_FOUND)
  }
  await revokeKey(desk.deps, mineSeller(), 'k2')
  expect(desk.asked('revokeApiKey')[0]?.request).toEqual({ keyId: 'k2' })
})

it('changes a seller under the form’s key, and remembers its new name', async () => {
  await register()
  desk.gateway.answers.updateSeller = () => ({ seller: { ...said, profile: { name: 'Corner & Co' } } })
  await updateSeller(desk.deps, mineSeller(), { key: formKey, profile: { ...profile, name: 'Corner & Co' } })
  expect(desk.asked('updateSeller')[0]?.request).toMatchObject({ requestId: formKey, connection: null })
  desk.gateway.answers.getSeller = () => {
    throw failed(status.UNAVAILABLE)
  }
  expect(await listSellers(desk.deps, desk.mine)).toMatchObject([{ name: 'Corner & Co' }])
})

it('forgets the key when a seller is taken off the desk', async () => {
  await register()
  await takeOffDesk(desk.deps, mineSeller())
  expect(await refused(getSeller(desk.deps, mineSeller()))).toBe('desk.not_found')
})

it('holds so many sellers and no more', async () => {
  const row = { accountId: desk.mine, name: 'x', keyId: 'x', sealedKey: Buffer.of(1), addedAt: new Date() }
  await desk.deps.db
    .insertInto('deskSeller')
    .values(Array.from({ length: 20 }, (_, n) => ({ ...row, sellerId: `s${n}` })))
    .execute()
  expect(await refused(register())).toBe('desk.too_many_sellers')
  expect(await refused(connectSeller(desk.deps, { accountId: desk.mine, apiKey: deskKey }))).toBe(
    'desk.too_many_sellers',
  )
  expect(desk.asked('registerSeller')).toHaveLength(0)
})
