// What goes wrong between a buyer and a seller, done on purpose: answers are lost, orders come twice and side by side, cancellations race.
import { CheckFailed, NotApplicable } from '../check.ts'
import type { Check } from '../check.ts'
import type { Answer, PlaceAsk, SeenOrder } from '../subject.ts'
import type { Trial } from '../trial.ts'
import { copiesOf } from './cancel.ts'

// So many copies are bought out at most to see what happens after the last one.
const buyOutMax = 9
const settleMax = 10
const settleEveryMs = 100

export const attackChecks: Check[] = [
  {
    name: 'attack.lost-answer',
    rule: 'An order whose answer was lost is found under its reference, and a repeat does not make a second one.',
    required: true,
    needs: ['orders', 'replays', 'looks-up'],
    expected: 'after the connection broke: GetOrder, PlaceOrder again and GetOrder all say the same order',
    advice:
      'Finish what was begun when the caller is gone, or undo it wholly; then answer the repeat with what was made.',
    async run(t) {
      const ask = t.askFor(await t.offer())
      await t.placeAndLose(ask)
      const found = t.value(await t.find(ask.reference))
      const again = t.value(await t.place(ask))
      const last = t.value(await t.find(ask.reference))
      t.must(found === null || found.orderId === again.orderId, `found ${found?.orderId}, then made ${again.orderId}`)
      t.must(last?.orderId === again.orderId && last.state === 'ACCEPTED', t.received, `order ${again.orderId}`)
    },
  },
  {
    name: 'attack.lost-answer-then-cancel',
    rule: 'An order whose answer was lost can be cancelled, and then never comes back.',
    required: true,
    needs: ['orders', 'cancels'],
    expected: 'CANCELLED, whether the order had arrived or not; nothing stands afterwards',
    advice: 'Let CancelOrder wait for a PlaceOrder that is under way under the same reference.',
    async run(t) {
      const ask = t.askFor(await t.offer())
      await t.placeAndLose(ask)
      await mustCancel(t, ask.reference)
      await t.mustHoldNone(ask.reference)
    },
  },
  {
    name: 'attack.twice-at-once',
    rule: 'The same order sent twice at the same moment is one order.',
    required: true,
    needs: ['orders', 'replays'],
    expected: 'the same order_id in both answers',
    advice: 'Let the database refuse a second row with the same request_id; looking before writing is not enough.',
    run: (t) => sameOrderAtOnce(t, 2),
  },
  {
    name: 'attack.many-at-once',
    rule: 'The same order sent many times at the same moment is one order.',
    required: true,
    needs: ['orders', 'replays'],
    expected: 'the same order_id in every answer',
    advice: 'Let the database refuse a second row with the same request_id; looking before writing is not enough.',
    run: (t) => sameOrderAtOnce(t, t.crowd),
  },
  {
    name: 'attack.takes-one-copy',
    rule: 'However often an order is sent, one copy leaves the stock.',
    required: false,
    needs: ['orders', 'replays', 'live-prices'],
    expected: 'one copy less on offer after three orders under one reference',
    advice:
      'Take the copy in the transaction that writes the order. Other buyers at the same moment can make this check fail.',
    async run(t) {
      const { ask, quote } = await t.buy({}, 2)
      if (quote.quantity === 0) throw new NotApplicable('it does not say how many copies there are')
      const before = await copiesOf(t, quote)
      t.value(await t.place(ask))
      t.value(await t.place(ask))
      const after = await copiesOf(t, quote)
      t.must(after >= before, `${before - after} more copies went`, 'no further copy goes with a repeat')
    },
  },
  {
    name: 'attack.other-content-at-once',
    rule: 'Two different orders under one reference at the same moment: one is made, the other is refused.',
    required: true,
    needs: ['orders', 'replays'],
    expected: 'one order, and one REQUEST_ID_REUSED',
    advice: 'Compare the content with the row that won, inside the same transaction.',
    async run(t) {
      const ask = t.askFor(await t.offer(2))
      const other = { ...ask, shipTo: { ...t.settings.shipTo, recipient: 'Somebody Else', city: 'Leeds' } }
      const answers = await t.atOnce([() => t.place(ask), () => t.place(other)])
      const said = answers.map((answer) => answer.said).join('; and ')
      const made = answers.filter(({ kind }) => kind === 'ok')
      const refused = answers.filter((answer) => answer.kind === 'refused' && answer.reason === 'REQUEST_ID_REUSED')
      t.must(made.length === 1 && refused.length === 1, said)
    },
  },
  {
    name: 'attack.cancel-races-order',
    rule: 'A cancellation that races its order wins: when it was answered with CANCELLED, nothing stands.',
    required: true,
    needs: ['orders', 'cancels', 'looks-up'],
    expected: 'CANCELLED, and no order that stands afterwards',
    advice:
      'Serialise by request_id: either the order is first and is cancelled, or the tombstone is and the order is refused.',
    async run(t) {
      const ask = t.askFor(await t.offer())
      const raced: { cancel?: Answer<SeenOrder> } = {}
      await t.atOnce([() => t.place(ask), async () => (raced.cancel = await t.cancel(ask.reference))])
      const isDone = raced.cancel?.kind === 'ok' && raced.cancel.value.state === 'CANCELLED'
      if (!isDone) await mustCancel(t, ask.reference)
      await t.mustHoldNone(ask.reference)
    },
  },
  {
    name: 'attack.no-oversell',
    rule: 'There are never more orders than copies: after the last one the seller refuses with SOLD_OUT.',
    required: true,
    needs: ['orders'],
    expected: 'as many orders as copies, then FAILED_PRECONDITION with reason SOLD_OUT',
    advice: 'Take the copy and write the order in one transaction, with a constraint that stock is never below zero.',
    async run(t) {
      const { quote, copies } = await rareCopy(t)
      for (let n = 0; n < copies; n += 1) t.value(await t.place(t.askFor(quote)))
      const ask = t.askFor(quote)
      t.mustRefuse(await t.place(ask), 'SOLD_OUT')
      await t.mustHoldNone(ask.reference)
    },
  },
  {
    name: 'attack.last-copy-at-once',
    rule: 'Many who want the last copies at the same moment do not all get one.',
    required: true,
    needs: ['orders'],
    expected: 'no more orders than copies; SOLD_OUT for the others',
    advice: 'Take the copy and write the order in one transaction, with a constraint that stock is never below zero.',
    async run(t) {
      const { quote, copies } = await rareCopy(t)
      const asks = Array.from({ length: Math.max(copies + 1, t.crowd) }, () => t.askFor(quote))
      const answers = await t.atOnce(asks.map((ask) => () => t.place(ask)))
      const made = answers.filter(({ kind }) => kind === 'ok').length
      t.must(made <= copies, `${made} orders of ${copies} copies`)
      for (const answer of answers) if (answer.kind !== 'ok') t.mustRefuse(answer, 'SOLD_OUT')
    },
  },
  {
    name: 'attack.sold-out-is-gone',
    rule: 'What was just sold out is not quoted any more.',
    required: false,
    needs: ['orders', 'live-prices'],
    expected: 'no such copy among the quotes',
    advice: 'Quote from the stock that orders take from; a stale quote costs the promise-kept score.',
    async run(t) {
      const { quote, copies } = await rareCopy(t)
      for (let n = 0; n < copies; n += 1) t.value(await t.place(t.askFor(quote)))
      const left = await copiesOf(t, quote)
      t.must(left === 0, t.received)
    },
  },
]

/** Sends one order `times` times at the same moment; all must be answered with it, a repeat included where the first outcome stays open. */
async function sameOrderAtOnce(t: Trial, times: number): Promise<void> {
  const ask = t.askFor(await t.offer(2))
  const answers = await t.atOnce(Array.from({ length: times }, () => () => t.place(ask)))
  const orders = new Set<string>()
  for (const answer of answers) orders.add((await settled(t, ask, answer)).orderId)
  t.must(orders.size === 1, `orders ${[...orders].join(', ')}`)
  const found = t.subject.can.lookUp ? t.value(await t.find(ask.reference)) : null
  t.must(found === null || orders.has(found.orderId), t.received)
}

/** A seller may say of a call that raced another "not now"; sent again, it must answer with the order. */
async function settled(t: Trial, ask: PlaceAsk, first: Answer<SeenOrder>): Promise<SeenOrder> {
  let answer = first
  for (let tries = 0; answer.kind === 'failed' && tries < settleMax; tries += 1) {
    await t.session.wait(settleEveryMs)
    answer = await t.place(ask)
  }
  return t.value(answer)
}

/** Cancels; a seller that is still busy with the order may say so a few times. */
async function mustCancel(t: Trial, reference: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const answer = await t.cancel(reference)
    if (answer.kind === 'ok' && answer.value.state === 'CANCELLED') return
    if (answer.kind !== 'failed' || tries === settleMax) throw new CheckFailed(answer.said)
    await t.session.wait(settleEveryMs)
  }
}

/** The rarest copy among the test books. Throws NotApplicable when there are too many, or nobody says how many. */
async function rareCopy(t: Trial) {
  const found = []
  for (const isbn13 of t.settings.isbns) {
    const { currency } = t.settings
    const quotes = t.value(await t.ask({ isbn13, currency }))
    found.push(...quotes.filter(({ quantity }) => quantity > 0 && quantity <= buyOutMax))
  }
  const [quote] = found.sort((a, b) => a.quantity - b.quantity)
  if (!quote) throw new NotApplicable(`no test book has between 1 and ${buyOutMax} copies; name one that has`)
  return { quote, copies: quote.quantity }
}
