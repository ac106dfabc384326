// GetOrder: the way back after an answer was lost.
import type { Check } from '../check.ts'
import { isSameAmount, readMoney } from '../trial.ts'

const looks = 3

export const lookupChecks: Check[] = [
  {
    name: 'lookup.finds',
    rule: 'An order is found by our reference, as it was confirmed.',
    required: true,
    needs: ['orders', 'looks-up'],
    expected: 'the same order_id, state, book, condition and total as PlaceOrder answered',
    advice: 'Commit the order before you answer PlaceOrder, and read GetOrder from the same place.',
    async run(t) {
      const { ask, order } = await t.buy()
      const found = t.value(await t.find(ask.reference))
      t.must(found?.orderId === order.orderId && found.state === order.state, t.received)
      t.must(found?.reference === ask.reference, t.received)
      t.must(found?.isbn13 === order.isbn13 && found.condition === order.condition, t.received)
      t.must(isSameAmount(found?.total ?? null, readMoney(order.total)), t.received)
    },
  },
  {
    name: 'lookup.unknown',
    rule: 'A reference that was never ordered under is NOT_FOUND.',
    required: true,
    needs: ['looks-up'],
    expected: 'NOT_FOUND',
    advice:
      'Answer with the status NOT_FOUND, and only when you really hold no such order: we buy elsewhere on that word.',
    async run(t) {
      const found = t.value(await t.find(t.reference()))
      t.must(found === null, t.received)
    },
  },
  {
    name: 'lookup.exact',
    rule: 'A reference is compared whole and exactly.',
    required: true,
    needs: ['orders', 'looks-up'],
    expected: 'NOT_FOUND for the reference in capitals, and for its beginning',
    advice: 'Compare bytes: no case folding, no prefix search.',
    async run(t) {
      const { ask } = await t.buy({ reference: `${t.reference()}-tail` })
      for (const other of [ask.reference.toUpperCase(), ask.reference.slice(0, -2)])
        t.must(t.value(await t.find(other)) === null, t.received)
    },
  },
  {
    name: 'lookup.changes-nothing',
    rule: 'Looking an order up changes nothing, however often.',
    required: true,
    needs: ['orders', 'looks-up'],
    expected: 'the same answer three times',
    advice: 'Make GetOrder a plain read.',
    async run(t) {
      const { ask } = await t.buy()
      const answers: string[] = []
      for (let n = 0; n < looks; n += 1) {
        t.value(await t.find(ask.reference))
        answers.push(t.received)
      }
      t.must(new Set(answers).size === 1, answers.join('; then '))
    },
  },
  {
    name: 'lookup.tells-orders-apart',
    rule: 'Each reference finds its own order.',
    required: true,
    needs: ['orders', 'looks-up'],
    expected: 'two references, two orders',
    advice: 'Key orders by request_id, not by quote, customer or time.',
    async run(t) {
      const first = await t.buy({}, 2)
      const second = await t.buy()
      for (const { ask, order } of [first, second])
        t.must(t.value(await t.find(ask.reference))?.orderId === order.orderId, t.received, `order ${order.orderId}`)
    },
  },
]
