// What a registered seller's conduct leads to: its standing as it is told to it, and suspension; real gRPC, real PostgreSQL.
import { randomUUID } from 'node:crypto'
import { toTimestamp } from '@quire/proto/time'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import { systemClock } from '../core/clock.ts'
import { createStandings } from '../core/standing/standings.ts'
import { watchConduct } from '../core/standing/watch-conduct.ts'
import type { ConductWatch } from '../core/standing/watch-conduct.ts'
import type { Gateway } from '../index.ts'
import { openDatabase } from '../store/database.ts'
import type { Db } from '../store/database.ts'
import { suspend } from '../store/sellers.ts'
import { createStandingStore } from '../store/standing-store.ts'
import { isbn, london, shipTo } from '../testing/books.ts'
import { fakeKit } from '../testing/fake-kit.ts'
import { connectOnboarding, goodProfile, grpcAt, startOnboardingGateway } from '../testing/onboarding-world.ts'
import { startOwnSeller } from '../testing/own-seller.ts'
import { connectClient } from '../testing/world.ts'
import { suspendingBy } from './suspending.ts'

const database = useDatabase()
const log = pino({ level: 'silent' })
let db: Db
let gateway: Gateway
let own: Awaited<ReturnType<typeof startOwnSeller>>
let client: ReturnType<typeof connectOnboarding>
let shopper: ReturnType<typeof connectClient>
let sellerId: string
/** Another gateway's watch on the same database: it looks when the test says. */
let watch: ConductWatch
let elsewhere: ReturnType<typeof createStandings>

beforeAll(async () => {
  db = openDatabase(database.url)
  own = await startOwnSeller()
  gateway = await startOnboardingGateway(database.url, { kit: fakeKit() })
  shopper = connectClient(gateway.addr)
  const anybody = connectOnboarding(gateway.addr)
  const asked = { requestId: randomUUID(), profile: goodProfile('Own Books'), connection: grpcAt(own.address) }
  const { answer } = await anybody.register(asked)
  anybody.close()
  sellerId = answer?.seller?.sellerId ?? ''
  own.challenge = answer?.seller?.challenge?.token ?? ''
  client = connectOnboarding(gateway.addr, answer?.apiKey)
  await client.verify({})
  await client.conform()
  elsewhere = createStandings({ store: createStandingStore(db), clock: systemClock, log })
  const suspending = suspendingBy({ db, suspend: (id, what) => suspend(db, id, what) })
  watch = watchConduct({ standings: elsewhere, suspending, clock: systemClock, log })
})
afterAll(async () => {
  watch.close()
  await elsewhere.close()
  for (const { close } of [client, shopper, own]) close()
  await gateway.close()
  await db.destroy()
})

async function buy() {
  const events = await shopper.quotes({ isbn13: isbn(1), destination: london, currency: 'GBP', sellerIds: [sellerId] })
  const [quote] = events.flatMap((event) => event.quote ?? [])
  if (!quote) throw new Error('the seller is not asked')
  const requestId = randomUUID()
  const { orderToken, sellerTotal } = quote
  await shopper.place({ requestId, sellerId, orderToken, limitTotal: sellerTotal, shipTo })
  return requestId
}
const ownSeller = async () => (await client.get({})).answer?.seller
async function standsAt(expected: object) {
  await vi.waitFor(async () => expect((await ownSeller())?.standing).toMatchObject(expected), { timeout: 10_000 })
}

describe('a registered seller', () => {
  it('is told what it promised and kept, its own cancellations too', async () => {
    expect((await ownSeller())?.standing).toMatchObject({ keptBasisPoints: 9_700, placed: '0', kept: '0' })
    await buy()
    const cancelled = await buy()
    const state = 'ORDER_STATE_CANCELLED'
    await client.report({ requestId: cancelled, state, changeTime: toTimestamp(new Date()), trackingNumber: '' })
    await standsAt({ placed: '2', kept: '1', cancelled: '1', notAsQuoted: '0', failureBasisPoints: 0 })
    expect((await ownSeller())?.standing?.keptBasisPoints).toBeLessThan(9_700)
  })

  it('is suspended when it confirms above its quotes again and again, and reads why', async () => {
    own.surcharge = 1
    await buy()
    await buy()
    await standsAt({ notAsQuoted: '2' })
    await watch.look()
    expect((await ownSeller())?.state).toBe('SELLER_STATE_LIVE')
    await buy()
    await standsAt({ notAsQuoted: '3' })
    await watch.look()
    const seller = await ownSeller()
    expect(seller?.state).toBe('SELLER_STATE_SUSPENDED')
    expect(seller?.stateReason).toBe(
      'In the last 7 days 3 of 5 orders were confirmed above the quoted total. Refuse such an order with PRICE_CHANGED. ' +
        'Mend it, then call RunConformance: when all required checks pass, you are asked again.',
    )
  })

  it('is let in again by the kit, and then only answers for what it does from there on', async () => {
    own.surcharge = 0
    await client.conform()
    await watch.look()
    expect((await ownSeller())?.state).toBe('SELLER_STATE_LIVE')
    own.surcharge = 1
    await buy()
    await buy()
    await client.conform() // asking for the kit makes nothing good
    await buy()
    await standsAt({ notAsQuoted: '6' })
    await watch.look()
    expect((await ownSeller())?.state).toBe('SELLER_STATE_SUSPENDED')
  })
})
