// Sellers that publish a price list and take orders as files: a book is quoted from the list in memory, an order is answered by a result file.
// Promises: our reference names the result file, which makes an order idempotent and lets it be found; only a result with the receipt of this
// very upload decides it, and until there is one the outcome is unknown.
import type { AdapterDeps, SellerAdapter, SellerOrder } from '../../core/adapter.ts'
import { awaitAnswer } from '../../core/await-answer.ts'
import { createGuardedHttp } from '../../core/guarded-http.ts'
import { holdList } from '../../core/held-list.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { CancelRefused, OrderPending, SellerFailure } from '../../core/seller-failure.ts'
import { createPriceListClient } from './client.ts'
import type { PriceList, PriceListConnection } from './client.ts'
import { toCancelFile, toOrder, toOrderFile, toQuotes, toRefusal } from './normalize.ts'
import type { Result, ResultFile } from './wire.ts'

const onTheDesk = '01'
const ordered = '00'
const cancelled = '60'
// A megabyte over a slow line; what waits for it gives up long before.
const listTimeoutMs = 20_000

/** An adapter for one seller. */
export function connectPriceList(
  entry: SellerEntry,
  connection: PriceListConnection,
  { clock, onRequest }: AdapterDeps,
): SellerAdapter {
  const http = createGuardedHttp(connection.baseUrl, { allowLoopback: entry.allowLoopback, onRequest })
  const { currencies } = entry
  const client = createPriceListClient(http, connection, currencies)
  const held = holdList<PriceList>((before, signal) => client.fetchList(before, signal), {
    clock,
    timeoutMs: listTimeoutMs,
  })

  /** Hands a file in and waits for its result. */
  async function send(file: string, reference: string, signal: AbortSignal): Promise<Decided> {
    const receipt = await client.upload(file, signal)
    const look = async () => {
      const results = await client.results(reference, signal)
      const mine = results?.results.find((one) => one.receipt === receipt)
      return results && mine && mine.code !== onTheDesk ? { file: results, mine } : null
    }
    return await awaitAnswer(look, { clock, signal, patienceMs: connection.patienceMs })
  }

  return {
    can: { quote: true, order: true, cancel: true, replayOrders: true, lookUp: true },
    async *getQuotes(ask, signal) {
      yield* toQuotes(await held.current(signal), ask, connection, clock.now())
    },
    async placeOrder(ask, signal) {
      const { file, mine } = await send(toOrderFile(ask), ask.reference, signal)
      if (mine.code !== ordered) throw toRefusal(mine, currencies) ?? new SellerFailure('rejected', describe(mine))
      return standingOf(file, currencies)
    },
    async findOrder(reference, signal) {
      const file = await client.results(reference, signal)
      if (!file) return null
      const order = toOrder(file, currencies)
      if (!order && file.results.some(({ code }) => code === onTheDesk))
        throw new OrderPending('it has the order on its desk')
      return order
    },
    async cancelOrder(reference, signal) {
      const { file, mine } = await send(toCancelFile(reference), reference, signal)
      if (mine.code !== cancelled) throw new CancelRefused(describe(mine))
      return standingOf(file, currencies)
    },
    async close() {
      held.close()
      await http.close()
    },
  }
}

interface Decided {
  file: ResultFile
  /** The result of the file that was handed in. */
  mine: Result
}

function standingOf(file: ResultFile, currencies: readonly string[]): SellerOrder {
  const order = toOrder(file, currencies)
  if (!order) throw new SellerFailure('bad_data', 'it says done, and nothing stands')
  return order
}

function describe({ code, text }: Result): string {
  return `code ${code}: ${text}`
}
