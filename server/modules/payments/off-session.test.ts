// Charges with nobody there, of cards that were saved for that, against the sandbox's provider through the real SDK.
import { startSandbox } from '@quire/sandbox'
import type { Sandbox } from '@quire/sandbox'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { systemClock } from '#platform/clock'
import { systemIds } from '#platform/ids'
import { authorize, checkCard, confirmAction, connectStripe, giveUpCard, saveCard } from './index.ts'
import type { AuthorizeRequest, ProcessorDeps, SendOptions } from './index.ts'

let sandbox: Sandbox
let deps: ProcessorDeps

beforeAll(async () => {
  sandbox = await startSandbox()
  const processor = connectStripe({
    secretKey: 'sk_test_sandbox',
    webhookSecret: 'whsec_sandbox',
    returnUrl: ({ purpose }) => `http://127.0.0.1/${purpose}`,
    apiBase: `${sandbox.url}/stripe`,
  })
  deps = { processor, clock: systemClock, log: pino({ level: 'silent' }) }
})
afterAll(() => sandbox.close())
beforeEach(() => control('POST', '/reset', { seed: 1 }))

const signal = AbortSignal.timeout(60_000)
const now = new Date()
const options = (key: string, tries = 0): SendOptions => ({ key, tries, firstSentAt: now, signal })

async function control<T = unknown>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(sandbox.url + path, { method, ...(body && { body: JSON.stringify(body) }) })
  return (await answer.json()) as T
}
const journal = () => control<{ intents: { status: string }[]; events: { type: string }[] }>('GET', '/journal/payments')
const answerAtBank = (url: string, answer: string) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' })

/** A hold on a card that was saved, the bank's page answered if there was one. */
async function savedCard(card: string): Promise<AuthorizeRequest> {
  const customer = await deps.processor.createCustomer('account-1', { key: 'customer', signal })
  if (customer.kind !== 'ok') return expect.unreachable(customer.kind)
  const request = { purpose: 'mandate', reference: systemIds.next(), customer: customer.value, method: card }
  const saving = await saveCard(deps, request, options('card'))
  if (saving.kind !== 'ok') return expect.unreachable(JSON.stringify(saving))
  if (saving.value.kind === 'actionRequired') {
    const back = await answerAtBank(saving.value.actionUrl, 'approve')
    expect(back.headers.get('location')).toContain('http://127.0.0.1/mandate?')
  }
  const saved = await checkCard(deps, saving.value.ref, signal)
  if (saved.kind !== 'ok' || saved.value.kind !== 'saved') return expect.unreachable(JSON.stringify(saved))
  const { method } = saved.value
  const what = { paymentId: systemIds.next(), purpose: 'purchase', reference: systemIds.next(), accountId: 'account-1' }
  return { ...what, method, customer: customer.value, amountMinor: '2000', currency: 'USD' }
}

it.each(['pm_card_visa', 'pm_card_authenticationRequiredOnSetup'])(
  'holds on %s without asking anybody',
  async (card) => {
    const request = await savedCard(card)
    expect(await authorize(deps, request, options('h'))).toMatchObject({ kind: 'ok', value: { kind: 'authorized' } })
    expect((await journal()).events.map(({ type }) => type)).toEqual(['authorize'])
  },
)

it.each([0, 1])('asks the shopper when the bank insists, on one intent, with %i answers lost before', async (lost) => {
  const request = await savedCard('pm_card_authenticationRequired')
  await control('PATCH', '/payments', { actThenTimeoutRate: lost })
  const first = await authorize(deps, request, options('h'))
  await control('PATCH', '/payments', { actThenTimeoutRate: 0 })
  const asked = lost === 0 ? first : await authorize(deps, request, options('h', 1))
  if (asked.kind !== 'ok' || asked.value.kind !== 'actionRequired') return expect.unreachable(JSON.stringify(asked))
  expect(await authorize(deps, request, options('h', 2))).toEqual(asked) // a driver that died after this
  const back = await answerAtBank(asked.value.actionUrl, 'approve')
  expect(back.headers.get('location')).toContain('http://127.0.0.1/purchase?')
  const { paymentId } = request
  expect(await confirmAction(deps, { paymentId, ref: asked.value.ref }, { signal })).toMatchObject({
    kind: 'ok',
    value: { kind: 'authorized' },
  })
  expect((await journal()).intents).toMatchObject([{ status: 'requires_capture' }])
})

it('is refused when the shopper, once asked, says no', async () => {
  const request = await savedCard('pm_card_authenticationRequired')
  const asked = await authorize(deps, request, options('h'))
  if (asked.kind !== 'ok' || asked.value.kind !== 'actionRequired') return expect.unreachable(JSON.stringify(asked))
  await answerAtBank(asked.value.actionUrl, 'decline')
  expect(await authorize(deps, request, options('h', 1))).toEqual({
    kind: 'refused',
    reason: 'authentication_not_handled',
  })
})

it('tells the bank’s plain no, and a card whose customer is gone', async () => {
  const request = await savedCard('pm_card_chargeCustomerFail')
  expect(await authorize(deps, request, options('h'))).toEqual({ kind: 'refused', reason: 'generic_decline' })
  await control('POST', '/reset', { seed: 2 })
  expect(await authorize(deps, request, options('h2'))).toEqual({ kind: 'refused', reason: 'customer_missing' })
})

it('calls a card off once; the shopper comes too late', async () => {
  const customer = await deps.processor.createCustomer('account-1', { key: 'customer', signal })
  if (customer.kind !== 'ok') return expect.unreachable(customer.kind)
  const request = { purpose: 'mandate', reference: systemIds.next(), customer: customer.value }
  const saving = await saveCard(deps, { ...request, method: 'pm_card_authenticationRequired' }, options('card'))
  if (saving.kind !== 'ok') return expect.unreachable(saving.kind)
  const canceled = { kind: 'refused', reason: 'canceled' }
  expect(await giveUpCard(deps, saving.value.ref, options('x'))).toEqual(canceled)
  expect(await giveUpCard(deps, saving.value.ref, options('x', 1))).toEqual(canceled)
})
