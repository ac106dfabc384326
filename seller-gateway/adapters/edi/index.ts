// Sellers that speak in trade documents, EDIFACT or X12, through a mailbox: quotes from the price list that they send, an order is a document that
// is answered by another, seconds or minutes later, and never by an error code.
// Promises: the purchase order number follows from our reference, which makes an order idempotent and lets it be asked for; an order that is not
// answered in time is unknown; what stands is reported as what it is, never as what was ordered.
import type { AdapterDeps, SellerAdapter } from '../../core/adapter.ts'
import { createGuardedHttp } from '../../core/guarded-http.ts'
import { holdList } from '../../core/held-list.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { CancelRefused, OrderPending, OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import { createCatalogueReader } from './catalogue.ts'
import { createMailboxClient } from './client.ts'
import type { EdiConnection } from './client.ts'
import type { Reply } from './correspondence.ts'
import type { Answer } from './documents.ts'
import { edifact } from './edifact-dialect.ts'
import { toPlaced, toQuote, toStanding } from './normalize.ts'
import { createPostOffice } from './post-office.ts'
import { x12 } from './x12-dialect.ts'

// A price list is a large document over a slow line; what waits for it gives up long before.
const listTimeoutMs = 20_000

/** An adapter for one seller. */
export function connectEdi(entry: SellerEntry, connection: EdiConnection, deps: AdapterDeps): SellerAdapter {
  const { clock, onRequest } = deps
  const { currency, currencies } = entry
  const dialect = connection.standard === 'x12' ? x12 : edifact
  const http = createGuardedHttp(connection.baseUrl, { allowLoopback: entry.allowLoopback, onRequest })
  const client = createMailboxClient(http, connection)
  const office = createPostOffice({ client, dialect, clock, connection })
  const held = holdList(createCatalogueReader(client, dialect, office.sawEnd), { clock, timeoutMs: listTimeoutMs })

  return {
    can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
    async *getQuotes(ask, signal) {
      const catalogue = await held.current(signal)
      const quote = toQuote(catalogue, ask, connection, { currency, currencies, nowMs: clock.now() })
      if (quote) yield quote
    },
    async placeOrder({ reference, isbn13, limit, shipTo }, signal) {
      const control = await office.post({ kind: 'order', reference, isbn13, limit, shipTo }, signal)
      const reply = await office.awaitReply(control, signal)
      if (reply.kind === 'answer') return toPlaced(reply.answer, reference, currencies)
      if (reply.verdict === 'rejected') throw new OrderRefused('REJECTED', `not read: ${reply.detail}`)
      throw new SellerFailure('rejected', `our control number was used before: ${reply.detail}`)
    },
    async findOrder(reference, signal) {
      const last = await office.lastOf(reference, signal)
      if (last && last.status !== 'none') return toStanding(last, reference, currencies)
      const reply = await office.awaitReply(await office.enquire(reference, signal), signal)
      office.forgetEnquiry(reference)
      return toStanding(toReport(reply), reference, currencies)
    },
    async cancelOrder(reference, signal) {
      const control = await office.post({ kind: 'cancel', reference }, signal)
      const answer = answerOf(await office.awaitReply(control, signal))
      if (answer.status === 'held') throw new OrderPending('it has not decided yet')
      const order = answer.status === 'cancelled' ? toStanding(answer, reference, currencies) : null
      if (!order) throw new CancelRefused(`answered ${answer.status} ${answer.reason}`)
      return order
    },
    async close() {
      held.close()
      office.close()
      await http.close()
    },
  }
}

function answerOf(reply: Reply): Answer {
  if (reply.kind === 'answer') return reply.answer
  throw new SellerFailure('rejected', `our document was not read: ${reply.detail}`)
}

/** A report says what stands, or that nothing does; all else proves neither. */
function toReport(reply: Reply): Answer {
  const answer = answerOf(reply)
  if (['accepted', 'changed', 'cancelled', 'none'].includes(answer.status)) return answer
  throw new SellerFailure('bad_data', `its report on our order says ${answer.status}`)
}
