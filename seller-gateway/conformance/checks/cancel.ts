// CancelOrder: an order undone, and a reference that will never become one.
import { NotApplicable } from '../check.ts'
import type { Check } from '../check.ts'
import type { SeenQuote } from '../subject.ts'
import type { Trial } from '../trial.ts'

export const cancelChecks: Check[] = [
  {
    name: 'cancel.cancels',
    rule: 'An order that has not been packed is cancelled, and stays so.',
    required: true,
    needs: ['orders', 'cancels'],
    expected: 'CANCELLED in the answer, and in GetOrder after it',
    advice: 'Commit the cancellation before you answer, and show it in GetOrder.',
    async run(t) {
      const { ask } = await t.buy()
      t.must(t.value(await t.cancel(ask.reference)).state === 'CANCELLED', t.received)
      await mustStayCancelled(t, ask.reference)
    },
  },
  {
    name: 'cancel.twice',
    rule: 'Cancelling twice is cancelling once.',
    required: true,
    needs: ['orders', 'cancels'],
    expected: 'CANCELLED both times, the same order_id',
    advice: 'Answer a repeated cancellation with the cancelled order: its first answer may have been lost.',
    async run(t) {
      const { ask } = await t.buy()
      const first = t.value(await t.cancel(ask.reference))
      const second = t.value(await t.cancel(ask.reference))
      t.must(second.state === 'CANCELLED' && second.orderId === first.orderId, t.received)
    },
  },
  {
    name: 'cancel.before-the-order',
    rule: 'A reference never seen is remembered as cancelled, so that a late order under it is refused with ORDER_CANCELLED.',
    required: true,
    needs: ['orders', 'cancels'],
    expected: 'CANCELLED, then FAILED_PRECONDITION with reason ORDER_CANCELLED; nothing is sold',
    advice:
      'Store a tombstone under the reference. We cancel an order whose fate is unknown before we buy elsewhere; one that arrives later would be a second book.',
    async run(t) {
      const ask = t.askFor(await t.offer())
      t.must(t.value(await t.cancel(ask.reference)).state === 'CANCELLED', t.received)
      t.mustRefuse(await t.place(ask), 'ORDER_CANCELLED')
      await t.mustHoldNone(ask.reference)
    },
  },
  {
    name: 'cancel.tombstone-has-no-number',
    rule: 'A reference that was cancelled before any order arrived has no order number.',
    required: true,
    needs: ['cancels'],
    expected: 'CANCELLED with an empty order_id',
    advice: 'Leave order_id empty: a number would say that an order was made.',
    async run(t) {
      const { orderId } = t.value(await t.cancel(t.reference()))
      t.must(orderId === '', t.received)
    },
  },
  {
    name: 'cancel.order-again',
    rule: 'An order that was cancelled is not made again by a repeat of its PlaceOrder.',
    required: true,
    needs: ['orders', 'cancels'],
    expected: 'the cancelled order, or FAILED_PRECONDITION with reason ORDER_CANCELLED',
    advice: 'Look at the reference before the stock: a late duplicate must not bring the order back.',
    async run(t) {
      const { ask } = await t.buy()
      t.value(await t.cancel(ask.reference))
      const answer = await t.place(ask)
      if (answer.kind === 'ok') t.must(answer.value.state === 'CANCELLED', answer.said)
      else t.mustRefuse(answer, 'ORDER_CANCELLED')
      await mustStayCancelled(t, ask.reference)
    },
  },
  {
    name: 'cancel.leaves-others',
    rule: 'Cancelling one order leaves the others alone.',
    required: true,
    needs: ['orders', 'cancels', 'looks-up'],
    expected: 'the other order as it was',
    advice: 'Cancel by request_id, not by quote or customer.',
    async run(t) {
      const doomed = await t.buy({}, 2)
      const other = await t.buy()
      t.value(await t.cancel(doomed.ask.reference))
      const found = t.value(await t.find(other.ask.reference))
      t.must(found?.state === other.order.state, t.received)
    },
  },
  {
    name: 'cancel.frees-the-copy',
    rule: 'A cancelled copy is for sale again.',
    required: false,
    needs: ['orders', 'cancels', 'live-prices'],
    expected: 'as many copies on offer as before the order',
    advice: 'Put the copy back when an order is cancelled. Other buyers at the same moment can make this check fail.',
    async run(t) {
      const { ask, quote } = await t.buy()
      if (quote.quantity === 0) throw new NotApplicable('it does not say how many copies there are')
      t.value(await t.cancel(ask.reference))
      const left = await copiesOf(t, quote)
      t.must(left >= quote.quantity, `${left} on offer`, `${quote.quantity} on offer`)
    },
  },
]

/** How many of such copies are on offer now. */
export async function copiesOf(t: Trial, quote: SeenQuote): Promise<number> {
  const { isbn13, condition } = quote
  const alike = t.value(await t.ask({ isbn13 })).filter((one) => one.condition === condition)
  return alike.reduce((all, { quantity }) => all + quantity, 0)
}

async function mustStayCancelled(t: Trial, reference: string): Promise<void> {
  if (!t.subject.can.lookUp) return
  const found = t.value(await t.find(reference))
  t.must(found === null || found.state === 'CANCELLED', t.received)
}
