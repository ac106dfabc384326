// What the gateway does by itself: keys of sealed secrets rotate, and the kit is run again when it has changed.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import { openDatabase } from '../store/database.ts'
import type { Db } from '../store/database.ts'
import { openSecrets, rewrapSecrets } from '../store/secrets.ts'
import { fakeKit } from '../testing/fake-kit.ts'
import {
  connectOnboarding,
  goodProfile,
  grpcAt,
  secretKey,
  startOnboardingGateway,
} from '../testing/onboarding-world.ts'
import { startOwnSeller } from '../testing/own-seller.ts'
import { createSeals } from './seal.ts'

const database = useDatabase()
const newKey = 'the new key for sealing which is long enough too'
let db: Db
let own: Awaited<ReturnType<typeof startOwnSeller>>
beforeAll(async () => {
  db = openDatabase(database.url)
  own = await startOwnSeller()
})
afterAll(async () => {
  own.close()
  await db.destroy()
})

/** A gateway in which one seller went live; closed again. Returns its id and key. */
async function goneLive(name: string) {
  const gateway = await startOnboardingGateway(database.url, { kit: fakeKit('old kit') })
  const anybody = connectOnboarding(gateway.addr)
  const request = { requestId: randomUUID(), profile: goodProfile(name), connection: grpcAt(own.address) }
  const { answer } = await anybody.register(request)
  const client = connectOnboarding(gateway.addr, answer?.apiKey)
  own.challenge = answer?.seller?.challenge?.token ?? ''
  await client.verify({})
  await client.conform()
  anybody.close()
  client.close()
  await gateway.close()
  return { id: answer?.seller?.sellerId ?? '', key: answer?.apiKey ?? '' }
}

it('moves secrets to the newest key, after which the old one may go', async () => {
  const { id } = await goneLive('Rotating Books')
  const both = createSeals([newKey, secretKey])
  expect(await rewrapSecrets(db, createSeals([newKey]))).toEqual({ moved: 0, broken: [id] })
  const gateway = await startOnboardingGateway(database.url, {
    env: { QUIRE_GATEWAY_SECRET_KEYS: `${newKey},${secretKey}` },
  })
  await vi.waitFor(async () => expect(await rewrapSecrets(db, both)).toEqual({ moved: 0, broken: [] }))
  await gateway.close()
  expect(await openSecrets(db, createSeals([newKey]), id)).toEqual({ 'grpc.api_key': 'what we show it' })
  await expect(openSecrets(db, createSeals([secretKey]), id)).rejects.toThrow('QUIRE_GATEWAY_SECRET_KEYS')
})

it('runs a newer kit for those that are live, and takes those out that fail it', async () => {
  const [good, bad] = [await goneLive('Still Good Books'), await goneLive('No Longer Good Books')]
  const kit = fakeKit('new kit')
  const run = kit.run
  const strict = {
    ...kit,
    run: ((target, signal) => {
      if (target.entry.id === bad.id) kit.fail('place.twice')
      else kit.reset()
      return run(target, signal)
    }) satisfies typeof kit.run,
  }
  const gateway = await startOnboardingGateway(database.url, {
    kit: strict,
    env: { QUIRE_GATEWAY_SECRET_KEYS: `${secretKey},${newKey}` },
  })
  const [asGood, asBad] = [connectOnboarding(gateway.addr, good.key), connectOnboarding(gateway.addr, bad.key)]
  const seller = async (client: typeof asGood) => (await client.get({})).answer?.seller
  await vi.waitFor(async () => expect((await seller(asBad))?.lastReport?.kitVersion).toBe('new kit'))
  await vi.waitFor(async () => expect((await seller(asGood))?.lastReport?.kitVersion).toBe('new kit'))
  expect(await seller(asGood)).toMatchObject({ state: 'SELLER_STATE_LIVE' })
  await vi.waitFor(async () => expect(await seller(asBad)).toMatchObject({ state: 'SELLER_STATE_TESTING' }))
  asGood.close()
  asBad.close()
  await gateway.close()
})
