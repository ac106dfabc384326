// Planted defects: the reference shop with one thing wrong, as sellers get it wrong, and the checks that must say so.
import { setTimeout as pause } from 'node:timers/promises'
import { status } from '@grpc/grpc-js'
import type { seller, sellerService } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import type { Money } from '@quire/proto/money'
import { ReferenceShop, refused } from './reference-shop.ts'
import type { Copy, Held, Quoted, ShopOptions } from './reference-shop.ts'
import { strictService } from './strict-service.ts'

type Request = seller.PlaceOrderRequest__Output

// To a database and back: long enough for what was sent at the same moment to arrive.
const roundTripMs = 20

export interface Defect {
  name: string
  /** The check that names it. */
  check: string
  /** What else it breaks. */
  also?: readonly string[]
  shop: new (options: ShopOptions) => ReferenceShop
  /** Where the decoding itself is wrong. */
  service?: typeof sellerService
  /** Made only so: with quotes that expire while the kit waits. */
  quoteValidMs?: number
}

export const defects: readonly Defect[] = [
  {
    name: 'makes a second order of a repeat',
    check: 'place.same-request-twice',
    also: ['attack.lost-answer', 'attack.twice-at-once', 'attack.many-at-once', 'attack.takes-one-copy'],
    shop: class extends ReferenceShop {
      override replay(held: Held, request: Request) {
        super.replay(held, request)
        return this.sell(held.reference, request)
      }
    },
  },
  {
    name: 'takes another copy for each repeat',
    check: 'attack.takes-one-copy',
    shop: class extends ReferenceShop {
      override replay(held: Held, request: Request) {
        const found = super.replay(held, request)
        if (found.sale) this.take(found.sale.quoted.copy)
        return found
      }
    },
  },
  {
    name: 'looks before it writes, with a pause between',
    check: 'attack.twice-at-once',
    also: ['attack.many-at-once', 'attack.other-content-at-once', 'attack.cancel-races-order'],
    shop: class extends ReferenceShop {
      override async place(request: Request) {
        const reference = this.validate(request)
        const held = this.held(reference)
        await pause(roundTripMs)
        return this.toOrder(held ? this.replay(held, request) : this.sell(reference, request))
      }
    },
  },
  {
    name: 'forgets the reference once it has answered',
    check: 'lookup.finds',
    also: ['lookup.tells-orders-apart', 'cancel.leaves-others', 'attack.lost-answer'],
    shop: class extends ReferenceShop {
      override find(requestId: string): seller.Order {
        throw rpcError(status.NOT_FOUND, `There is no order ${requestId}`)
      }
    },
  },
  {
    name: 'charges above the limit',
    check: 'place.above-limit',
    shop: class extends ReferenceShop {
      override mustAllow({ limitTotal }: Request, total: Money) {
        if (limitTotal?.currencyCode !== total.currency) throw refused('PRICE_CHANGED', 'Another currency')
      }
    },
  },
  {
    name: 'answers other content with the first order',
    check: 'place.reference-reused',
    also: ['attack.other-content-at-once'],
    shop: class extends ReferenceShop {
      override replay(held: Held, request: Request) {
        return held.state === 'CANCELLED' ? super.replay(held, request) : held
      }
    },
  },
  {
    name: 'forgets a cancellation that came before its order',
    check: 'cancel.before-the-order',
    shop: class extends ReferenceShop {
      override held(reference: string) {
        const held = super.held(reference)
        return held?.sale ? held : undefined
      }
    },
  },
  {
    name: 'answers a book that it does not have with an error',
    check: 'quotes.unknown-book',
    also: ['attack.sold-out-is-gone'],
    shop: class extends ReferenceShop {
      override *quotes(request: seller.GetQuotesRequest__Output) {
        const found = [...super.quotes(request)]
        if (found.length === 0 && request.destination?.country !== 'AQ')
          throw rpcError(status.NOT_FOUND, 'No such book')
        yield* found
      }
    },
  },
  {
    name: 'writes yen in hundredths',
    check: 'money.zero-decimals',
    shop: class extends ReferenceShop {
      override toMoney(money: Money) {
        if (money.currency !== 'JPY') return super.toMoney(money)
        return {
          currencyCode: 'JPY',
          units: (money.minor / 100n).toString(),
          nanos: Number(money.minor % 100n) * 10_000_000,
        }
      }
    },
  },
  {
    name: 'breaks down over an unknown reference',
    check: 'lookup.unknown',
    also: ['lookup.exact', 'run.completed'], // whether a refused order was sold after all cannot be asked
    shop: class extends ReferenceShop {
      override find(requestId: string) {
        if (!this.held(requestId)) throw new Error('null pointer')
        return super.find(requestId)
      }
    },
  },
  {
    name: 'refuses the last copy with a reason of its own',
    check: 'attack.no-oversell',
    also: ['attack.last-copy-at-once'],
    shop: class extends ReferenceShop {
      override take(copy: Copy) {
        if (copy.quantity === 0) throw refused('OUT_OF_STOCK', 'The last copy was sold')
        super.take(copy)
      }
    },
  },
  {
    name: 'keeps the new price to itself',
    check: 'place.names-new-total',
    shop: class extends ReferenceShop {
      override mustAllow(request: Request, total: Money) {
        try {
          super.mustAllow(request, total)
        } catch {
          throw refused('PRICE_CHANGED', 'It costs more')
        }
      }
    },
  },
  {
    name: 'sells at prices that have expired',
    check: 'place.expired-quote',
    quoteValidMs: 1_000,
    also: ['quotes.holds-a-minute'],
    shop: class extends ReferenceShop {
      override isExpired(_quoted: Quoted) {
        return false
      }
    },
  },
  {
    name: 'asks for a key and does not look at it',
    check: 'wire.wrong-key',
    shop: class extends ReferenceShop {
      override isAuthorized(authorization: string | undefined) {
        return authorization !== undefined
      }
    },
  },
  {
    name: 'asks for no key',
    check: 'wire.no-key',
    also: ['wire.wrong-key', 'wire.no-key-sells-nothing'],
    shop: class extends ReferenceShop {
      override isAuthorized() {
        return true
      }
    },
  },
  {
    name: 'says that it cancelled, and did not',
    check: 'cancel.cancels',
    also: [
      'cancel.order-again',
      'cancel.frees-the-copy',
      'attack.lost-answer-then-cancel',
      'attack.cancel-races-order',
    ],
    shop: class extends ReferenceShop {
      override cancel(requestId: string) {
        const held = this.held(requestId)
        return held ? { ...this.toOrder(held), state: 'ORDER_STATE_CANCELLED' as const } : super.cancel(requestId)
      }
    },
  },
  {
    name: 'fails to cancel what is cancelled',
    check: 'cancel.twice',
    shop: class extends ReferenceShop {
      override cancel(requestId: string) {
        if (this.held(requestId)?.state === 'CANCELLED') throw rpcError(status.NOT_FOUND, 'There is no such order')
        return super.cancel(requestId)
      }
    },
  },
  {
    name: 'confirms another condition than it quoted',
    check: 'place.as-quoted',
    shop: class extends ReferenceShop {
      override toOrder(held: Held) {
        const order = super.toOrder(held)
        return held.sale ? { ...order, condition: 'CONDITION_ACCEPTABLE' as const } : order
      }
    },
  },
  {
    name: 'adds a fee to what was quoted',
    check: 'money.order-total',
    also: ['money.zero-decimals', 'money.three-decimals'],
    shop: class extends ReferenceShop {
      override sell(reference: string, request: Request) {
        const order = super.sell(reference, request)
        if (order.sale) {
          const { quoted } = order.sale
          order.sale.quoted = { ...quoted, total: { ...quoted.total, minor: quoted.total.minor + 100n } }
        }
        return order
      }
    },
  },
  {
    name: 'sells more than it has',
    check: 'attack.no-oversell',
    also: ['attack.last-copy-at-once'],
    shop: class extends ReferenceShop {
      override take(copy: Copy) {
        copy.quantity = Math.max(0, copy.quantity - 1)
      }
    },
  },
  {
    name: 'streams for ever',
    check: 'quotes.stream-ends',
    also: ['quotes.ids-unique'],
    shop: class extends ReferenceShop {
      override *quotes(request: seller.GetQuotesRequest__Output) {
        const found = [...super.quotes(request)]
        while (found.length > 0) yield* found
      }
    },
  },
  {
    name: 'cuts long references off',
    check: 'place.long-reference',
    shop: class extends ReferenceShop {
      override requireReference(requestId: string) {
        return super.requireReference(requestId).slice(0, 40)
      }
    },
  },
  {
    name: 'ignores the case of references',
    check: 'lookup.exact',
    shop: class extends ReferenceShop {
      override held(reference: string) {
        return [...this.orders.values()].find((one) => one.reference.toLowerCase() === reference.toLowerCase())
      }
    },
  },
  {
    name: 'chokes on fields that it does not know',
    check: 'wire.unknown-fields',
    service: strictService(),
    shop: ReferenceShop,
  },
]
