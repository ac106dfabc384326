// Watches that may buy, on real parts: what is bought, set aside, spent and told, by the sellers' and the provider's own books.
import { expect, it } from 'vitest'
import { approveAtBank } from '#testing/approve-at-bank'
import { shopper } from '#testing/purchases'
import { hourMs, useWatches } from '#testing/watches'
import { notePayment } from '../buying/note-payment.ts'
import { startMandated } from '../buying/start-mandated.ts'
import { ensureLooks } from './ensure-looks.ts'
import { getHistory } from './get-history.ts'
import { WatchInput } from './model.ts'
import { revokeWatch } from './revoke-watch.ts'

const {
  t,
  price,
  journals,
  deps,
  skip,
  input,
  mandate,
  watch,
  settle,
  view,
  messages,
  look,
  buyFor,
  finish,
  driveToEnd,
} = useWatches()

it('buys what it fired for, once, however often it is told, and tells what, from whom, why and how to stop it', async () => {
  const id = await watch({ mandate: mandate() })
  await look()
  const started = await Promise.all(Array.from({ length: 5 }, () => startMandated(deps(), { watchId: id, firing: 1 })))
  const [only, ...more] = started.filter((one) => one !== null)
  expect(more).toEqual([])
  if (!only) throw new Error('nothing was started')
  const bought = await finish(only)
  expect(bought).toMatchObject({ state: 'PURCHASED', maxTotal: { minor: 1_137 }, result: { total: { minor: 1_000 } } })
  expect(bought.receipt?.consent).toContain('Under your standing purchase')
  expect(bought).toMatchObject({
    watchId: id,
    timeline: [{ text: expect.stringContaining('your standing purchase') }, {}, {}, {}, {}, {}],
  })
  expect(await journals()).toMatchObject({ 'fleet-street': 1, captures: [1_000] })
  expect(await view(id)).toMatchObject({
    isArmed: true, // two more may be bought
    mandate: {
      bought: 1,
      underWay: 0,
      spent: { minor: 1_000 },
      reserved: { minor: 0 },
      purchases: [{ state: 'CONSUMED' }],
    },
  })
  const [message] = await messages()
  expect(message).toMatchObject({ subject: 'Bought for you: Dune', link: '/watches' })
  for (const words of ['Fleet Street Direct', '$10.00', 'at most $11.00', 'choose Stop'])
    expect(message?.body).toContain(words)
  expect((await getHistory(deps(), id, shopper)).paid).toMatchObject([{ total: { minor: 1_000 } }])
  expect(await startMandated(deps(), { watchId: id, firing: 1 })).toBeNull() // late
  expect(await startMandated(deps(), { watchId: id, firing: 2 })).toBeNull() // early
})

it('ends with its last copy, over two sellers and one budget', async () => {
  const id = await watch({ mandate: mandate({ count: 2 }) })
  await look()
  expect(await buyFor(id, 1)).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'fleet-street' } })
  await price({ harbor: '9.00' })
  await look()
  expect(await buyFor(id, 2)).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'harbor' } })
  expect(await view(id)).toMatchObject({ state: 'DONE', mandate: { bought: 2, spent: { minor: 1_900 } } })
  expect((await messages()).map(({ body }) => body.includes('nothing more will be bought'))).toEqual([true, false])
})

it('buys only from sellers that the mandate covers, and says so of the others', async () => {
  const id = await watch({
    target: { currency: 'USD', minor: 1_300 },
    mandate: mandate({ capPerCopy: { currency: 'USD', minor: 1_300 }, sellersRefused: ['fleet-street'] }),
  })
  await look()
  const bought = await buyFor(id, 1)
  expect(bought).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'harbor' } })
  expect(bought?.receipt?.quotes.find(({ sellerId }) => sellerId === 'fleet-street')?.why).toContain('did not allow')
})

it('sets nothing aside any more when the card is declined, and tells the shopper', async () => {
  const id = await watch({ mandate: mandate({ paymentMethod: 'pm_card_chargeCustomerFail' }) })
  await look()
  expect(await buyFor(id, 1)).toMatchObject({ state: 'DECLINED' })
  expect(await view(id)).toMatchObject({ isArmed: false, mandate: { bought: 0, reserved: { minor: 0 } } })
  expect(await messages()).toMatchObject([{ subject: expect.stringContaining('declined') }])
})

it('tells the shopper when the bank insists on them, keeps what is set aside, and buys once they have confirmed', async () => {
  const id = await watch({ mandate: mandate({ paymentMethod: 'pm_card_authenticationRequired' }) })
  await approveAtBank(t, 'setups')
  await settle(id)
  await look()
  const started = await startMandated(deps(), { watchId: id, firing: 1 })
  if (started) await t.driver.driven(started.id, started.turn)
  expect(await messages()).toContainEqual(
    expect.objectContaining({
      link: `/purchases/${started?.id}`,
      body: expect.stringContaining('within twelve hours'),
    }),
  )
  expect(await view(id)).toMatchObject({ mandate: { underWay: 1, reserved: { minor: 1_137 } } })
  await approveAtBank(t, 'intents')
  const turn = await notePayment(t.deps, started?.id ?? '')
  expect(started && (await finish({ ...started, turn }))).toMatchObject({ state: 'PURCHASED' })
  expect(await journals()).toMatchObject({ captures: [1_000] })
  expect((await t.payments()).intents).toHaveLength(1)
})

it('asks the bank once when the mandate is made, and charges with nobody there afterwards', async () => {
  const id = await watch({ mandate: mandate({ paymentMethod: 'pm_card_authenticationRequiredOnSetup' }) })
  await approveAtBank(t, 'setups')
  await settle(id)
  await look()
  expect(await buyFor(id, 1)).toMatchObject({ state: 'PURCHASED' })
  expect((await messages()).map(({ subject }) => subject)).not.toContainEqual(expect.stringContaining('asks you'))
})

it('ends what is set aside when the shopper never comes, half a day later', async () => {
  const id = await watch({ mandate: mandate({ paymentMethod: 'pm_card_authenticationRequired' }) })
  await approveAtBank(t, 'setups')
  await settle(id)
  await look()
  const started = await startMandated(deps(), { watchId: id, firing: 1 })
  if (started) await t.driver.driven(started.id, started.turn)
  const ended = started && (await driveToEnd(started.id))
  expect(ended).toMatchObject({ state: 'DECLINED' })
  const bodies = (await messages()).map(({ body }) => body)
  expect(bodies).toContainEqual(expect.stringContaining('did not hear from you in time'))
  expect(await journals()).toMatchObject({ captures: [] })
  expect(await view(id)).toMatchObject({ mandate: { underWay: 0, reserved: { minor: 0 } } })
})

it('finishes what is under way when it is revoked, and begins nothing more', async () => {
  const id = await watch({ mandate: mandate() })
  await look()
  const started = await startMandated(deps(), { watchId: id, firing: 1 })
  await revokeWatch(deps(), id, shopper)
  expect(started && (await finish(started))).toMatchObject({ state: 'PURCHASED' })
  expect(await view(id)).toMatchObject({ state: 'REVOKED', mandate: { bought: 1, spent: { minor: 1_000 } } })
  await look()
  expect(await startMandated(deps(), { watchId: id, firing: 2 })).toBeNull()
})

it.each(['revoked', 'expired'])('begins nothing when it was %s after it had fired', async (how) => {
  const id = await watch({ mandate: mandate() })
  await look()
  if (how === 'revoked') await revokeWatch(deps(), id, shopper)
  else skip(31 * 24 * hourMs)
  expect(await startMandated(deps(), { watchId: id, firing: 1 })).toBeNull()
})

it('sends again what a lost job left behind', async () => {
  const id = await watch({ mandate: mandate() })
  await look()
  const waiting = () =>
    t.deps.boss
      .findJobs('watches.priceMatched', { key: id })
      .then((jobs) => jobs.filter(({ state }) => state === 'created'))
  await t.deps.boss.deleteAllJobs('watches.priceMatched')
  expect(await waiting()).toEqual([])
  skip(120_000)
  await ensureLooks(deps())
  expect(await waiting()).toHaveLength(1)
})

it('tells no seller the target, the cap or the budget', async () => {
  const id = await watch({ target: { currency: 'USD', minor: 1_129 }, mandate: mandate() })
  await look()
  await buyFor(id, 1)
  const told = await Promise.all((await t.sellers()).map((seller) => t.requestsAt(seller)))
  expect(JSON.stringify(told.flat().map(({ body }) => body))).not.toMatch(/1129|1137|3739|11\.29|11\.37|37\.39/)
})

it.each([
  ['mandate.capPerCopy', { capPerCopy: { currency: 'USD', minor: 1_099 } }],
  ['mandate.budget', { budget: { currency: 'EUR', minor: 5_000 } }],
  ['mandate.sellersRefused', { sellersAllowed: ['harbor'], sellersRefused: ['foxed'] }],
  ['mandate.confirm', { confirm: 'yes' }],
])('refuses a mandate with a wrong %s by name', (field, changes) => {
  const parsed = WatchInput.safeParse({
    ...input(),
    target: { currency: 'USD', minor: 1_100 },
    mandate: mandate(changes),
  })
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toContain(field)
})
