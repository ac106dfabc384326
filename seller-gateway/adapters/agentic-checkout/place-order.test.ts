// Every way that buying over ACP can end, step by step: what is refused, what is harmless, what nobody can know.
import { describe, expect, it } from 'vitest'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { FailureKind } from '../../core/seller-failure.ts'
import { fakeClock } from '../../testing/fake-clock.ts'
import type { AcpAnswer } from './client.ts'
import { createNudges } from './nudges.ts'
import { placeOrder } from './place-order.ts'

const shipTo = { recipient: 'A', lines: ['1'], city: 'B', region: '', postalCode: 'C', country: 'US' }
const limit = { currency: 'USD', minor: 1000n }
const ask = { reference: 'att_01', quoteRef: 'USD/lt_1-1', isbn13: '9780340839935', limit, shipTo }

type Step = 'session' | 'payment' | 'complete' | 'read'
type Said = AcpAnswer | SellerFailure

const totals = (amount: number) => [
  { type: 'subtotal', amount },
  { type: 'total', amount },
]
const order = { id: 'LT-1', client_reference_id: 'att_01', status: 'confirmed', currency: 'usd', totals: totals(1000) }
const session = (status: string, change: object = {}): AcpAnswer => ({
  json: {
    id: 'cs_1',
    status,
    currency: 'usd',
    line_items: [],
    fulfillment_options: [],
    totals: totals(1000),
    expires_at: '2026-11-21T10:15:00.000Z',
    ...change,
  },
  trouble: null,
  isReplayed: false,
})
const problem = (code: string) => session('ready_for_payment', { messages: [{ type: 'error', code }] })
const trouble = (code: string): AcpAnswer => ({ json: {}, trouble: { code, message: '' }, isReplayed: false })
const completed = session('completed', { order })
const garbage: AcpAnswer = { json: { no: 'session' }, trouble: null, isReplayed: false }
const broken = (kind: FailureKind, actedOn: 'no' | 'maybe' = 'maybe') => new SellerFailure(kind, '', { actedOn })

const good: Record<Step, Said[]> = {
  session: [session('ready_for_payment')],
  payment: [{ json: { id: 'vt_1' }, trouble: null, isReplayed: false }],
  complete: [completed],
  read: [completed],
}

/** Runs one order at a seller that says these things, the last of each step again and again. */
async function run(says: Partial<Record<Step, Said[]>>) {
  const clock = fakeClock()
  const sent: { step: Step; key?: string; body?: unknown }[] = []
  const answer = (step: Step): Promise<AcpAnswer> => {
    const list = says[step] ?? good[step]
    const said = list[Math.min(sent.filter((one) => one.step === step).length, list.length) - 1] ?? list[0]!
    return said instanceof SellerFailure ? Promise.reject(said) : Promise.resolve(said)
  }
  const client = {
    get: () => (sent.push({ step: 'read' }), answer('read')),
    post(path: string, body: unknown, key: string) {
      const step = path.endsWith('/complete') ? 'complete' : path.endsWith('payment') ? 'payment' : 'session'
      sent.push({ step, key, body })
      return answer(step)
    },
  }
  const impatient = { ...clock, after: (_: number, then: () => void) => (queueMicrotask(then), () => {}) }
  const payment = { handlerId: 'credit', merchantId: 'lantern' }
  const placing = { client, payment, currencies: ['USD'], nudges: createNudges(impatient) }
  const outcome = await placeOrder(placing, ask, new AbortController().signal).then(
    ({ state, sellerOrderId }) => ({ state, sellerOrderId }),
    (error: unknown) => describeError(error),
  )
  return { outcome, sent }
}

function describeError(error: unknown) {
  if (error instanceof OrderRefused) return { refused: error.reason }
  if (error instanceof SellerFailure) return { failed: error.kind, actedOn: error.actedOn }
  throw error
}

describe('an order over ACP', () => {
  it('is a session, a token for exactly its total, and a completion, under keys that follow from the reference', async () => {
    const { outcome, sent } = await run({ session: [session('ready_for_payment', { totals: totals(990) })] })
    expect(outcome).toEqual({ state: 'ACCEPTED', sellerOrderId: 'LT-1' })
    expect(sent.map(({ key }) => key)).toEqual(['att_01.session', 'att_01.payment', 'att_01.complete'])
    expect(sent[1]?.body).toMatchObject({
      allowance: {
        max_amount: 990,
        currency: 'usd',
        checkout_session_id: 'cs_1',
        expires_at: '2026-11-21T10:15:00.000Z',
      },
    })
    expect(JSON.stringify(sent[0])).not.toContain('1000') // the limit is ours: the seller learns no more than its own total
  })

  it.each<[Step, string, Said, object]>([
    ['session', 'sold out', problem('out_of_stock'), { state: 'ACCEPTED', sellerOrderId: 'LT-1' }], // ready all the same
    [
      'session',
      'not ready',
      session('not_ready_for_payment', { messages: [{ type: 'error', code: 'out_of_stock' }] }),
      { refused: 'SOLD_OUT' },
    ],
    ['session', 'dearer', session('ready_for_payment', { totals: totals(1001) }), { refused: 'PRICE_CHANGED' }],
    [
      'session',
      'other currency',
      session('ready_for_payment', { currency: 'jpy' }),
      { failed: 'bad_data', actedOn: 'no' },
    ],
    ['session', 'reference cancelled', trouble('client_reference_canceled'), { refused: 'ORDER_CANCELLED' }],
    ['session', 'reference used', trouble('idempotency_conflict'), { refused: 'REQUEST_ID_REUSED' }],
    ['session', 'in flight', trouble('idempotency_in_flight'), { failed: 'rejected', actedOn: 'no' }],
    ['session', 'unknown error', trouble('new_code'), { failed: 'rejected', actedOn: 'no' }],
    ['session', 'unknown status', session('pending_approval'), { failed: 'rejected', actedOn: 'no' }],
    ['session', 'unreadable', garbage, { failed: 'bad_data', actedOn: 'no' }],
    ['session', 'broken off', broken('unavailable'), { failed: 'unavailable', actedOn: 'no' }],
    ['session', 'no answer', broken('timeout'), { failed: 'timeout', actedOn: 'no' }],
    ['payment', 'broken off', broken('unavailable'), { failed: 'unavailable', actedOn: 'no' }],
    ['payment', 'limit differs', trouble('idempotency_conflict'), { refused: 'REQUEST_ID_REUSED' }],
    ['payment', 'unreadable', garbage, { failed: 'bad_data', actedOn: 'no' }],
    ['complete', 'sold out', problem('out_of_stock'), { refused: 'SOLD_OUT' }],
    [
      'complete',
      'price risen',
      session('ready_for_payment', { totals: totals(1100), messages: [{ type: 'error', code: 'conflict' }] }),
      { refused: 'PRICE_CHANGED' },
    ],
    ['complete', 'token declined', problem('payment_declined'), { refused: 'REJECTED' }],
    ['complete', 'expired', session('expired'), { refused: 'QUOTE_EXPIRED' }],
    ['complete', 'cancelled', session('canceled'), { refused: 'ORDER_CANCELLED' }],
    ['complete', 'key used', trouble('idempotency_conflict'), { refused: 'REQUEST_ID_REUSED' }],
    ['complete', 'body refused', trouble('invalid'), { refused: 'REJECTED' }],
    ['complete', 'completed by another key', trouble('session_completed'), { failed: 'rejected', actedOn: 'maybe' }],
    ['complete', 'cancelled under another key', trouble('session_canceled'), { refused: 'ORDER_CANCELLED' }],
    ['complete', 'session unknown', trouble('session_not_found'), { failed: 'rejected', actedOn: 'maybe' }],
    ['complete', 'unknown error', trouble('new_code'), { failed: 'rejected', actedOn: 'maybe' }],
    ['complete', 'unknown status', session('pending_approval'), { failed: 'rejected', actedOn: 'maybe' }],
    ['complete', 'no order in it', session('completed'), { failed: 'bad_data', actedOn: 'maybe' }],
    ['complete', 'unreadable', garbage, { failed: 'bad_data', actedOn: 'maybe' }],
    ['complete', 'broken off', broken('unavailable'), { failed: 'unavailable', actedOn: 'maybe' }],
    ['complete', 'no answer', broken('timeout'), { failed: 'timeout', actedOn: 'maybe' }],
    ['complete', 'never connected', broken('unavailable', 'no'), { failed: 'unavailable', actedOn: 'no' }],
    ['complete', 'refused at the door', broken('auth', 'no'), { failed: 'auth', actedOn: 'no' }],
    ['complete', 'throttled', broken('throttled', 'no'), { failed: 'throttled', actedOn: 'no' }],
  ])('%s: %s', async (step, _, said, expected) => {
    expect((await run({ [step]: [said] })).outcome).toEqual(expected)
  })

  // What a mere reading meets is harmless in itself, but the order before it may stand.
  it.each<[string, Said[], object]>([
    [
      'done at the second look',
      [session('complete_in_progress'), completed],
      { state: 'ACCEPTED', sellerOrderId: 'LT-1' },
    ],
    ['sold meanwhile', [problem('out_of_stock')], { refused: 'SOLD_OUT' }],
    ['cancelled meanwhile', [session('canceled')], { refused: 'ORDER_CANCELLED' }],
    ['never done', [session('complete_in_progress')], { failed: 'timeout', actedOn: 'maybe' }],
    ['never connected', [broken('unavailable', 'no')], { failed: 'unavailable', actedOn: 'maybe' }],
    ['credentials ended', [broken('auth', 'no')], { failed: 'auth', actedOn: 'maybe' }],
    ['throttled', [broken('throttled', 'no')], { failed: 'throttled', actedOn: 'maybe' }],
    ['session gone', [trouble('session_not_found')], { failed: 'rejected', actedOn: 'maybe' }],
    ['our reading refused', [trouble('invalid')], { failed: 'rejected', actedOn: 'maybe' }],
    ['unreadable', [garbage], { failed: 'bad_data', actedOn: 'maybe' }],
  ])('complete_in_progress, then %s', async (_, read, expected) => {
    expect((await run({ complete: [session('complete_in_progress')], read })).outcome).toEqual(expected)
  })

  const lost = { failed: 'timeout', actedOn: 'maybe' }
  it.each<[string, Said[], object]>([
    [
      'done at the second look',
      [session('ready_for_payment'), completed],
      { state: 'ACCEPTED', sellerOrderId: 'LT-1' },
    ],
    ['cancelled', [session('canceled')], { refused: 'ORDER_CANCELLED' }],
    ['perhaps not begun', [session('ready_for_payment')], lost],
    ['perhaps sold out', [problem('out_of_stock')], lost],
    ['perhaps expired', [session('expired')], lost],
    ['under way', [session('complete_in_progress')], lost],
    ['unreadable', [garbage], { failed: 'bad_data', actedOn: 'maybe' }],
  ])('another call is completing it: %s', async (_, read, expected) => {
    expect((await run({ complete: [trouble('idempotency_in_flight')], read })).outcome).toEqual(expected)
    expect((await run({ session: [session('complete_in_progress')], read })).outcome).toEqual(expected)
  })

  it('reads again what a replayed success has become since', async () => {
    const replayed = { ...completed, isReplayed: true }
    const read = [session('completed', { order: { ...order, status: 'canceled' } })]
    expect((await run({ complete: [replayed], read })).outcome).toMatchObject({ state: 'CANCELLED' })
    expect((await run({ complete: [completed], read })).outcome).toMatchObject({ state: 'ACCEPTED' })
  })

  it('does not pay twice where an earlier call has bought under this reference', async () => {
    for (const status of ['completed', 'complete_in_progress']) {
      const { outcome, sent } = await run({ session: [session(status)] })
      expect(outcome).toEqual({ state: 'ACCEPTED', sellerOrderId: 'LT-1' })
      expect(sent.map(({ step }) => step)).toEqual(['session', 'read'])
    }
  })
})
