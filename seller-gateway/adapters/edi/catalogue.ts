// Reads the price list that lies in the mailbox: the newest one, once.
import { SellerFailure } from '../../core/seller-failure.ts'
import type { FetchedList } from '../../core/held-list.ts'
import type { MailboxClient } from './client.ts'
import type { Dialect, Incoming } from './documents.ts'
import type { Catalogue } from './normalize.ts'

// Some thousand books in two or three currencies; twenty times that is a mistake or an attack.
const booksMax = 50_000

/** Fetches the newest list; the one that is held when there is no newer. `sawEnd` hears where the mailbox ends. */
export function createCatalogueReader(client: MailboxClient, dialect: Dialect, sawEnd: (end: number) => void) {
  return async (held: Catalogue | null, signal: AbortSignal): Promise<FetchedList<Catalogue>> => {
    const { entry, end, validity } = await client.newest(dialect.catalogueType, signal)
    sawEnd(end)
    // One that is being written comes in a moment; until then there is the one before, where there is one.
    if (entry?.status === 'X' && held) return { list: held, freshMs: 0, staleMs: validity.staleMs }
    if (!entry || entry.status === 'X') throw new SellerFailure('unavailable', 'its price list is not ready')
    if (held?.document === entry.number) return { list: held, ...validity }
    const text = await client.fetch(entry.number, signal)
    if (text === null) throw new SellerFailure('unavailable', 'its price list is gone')
    return { list: toCatalogue(entry.number, await dialect.readLong(text)), ...validity }
  }
}

function toCatalogue(document: number, incoming: readonly Incoming[]): Catalogue {
  const parts = incoming.flatMap((one) => (one.kind === 'catalogue' ? [one] : []))
  const books = parts.reduce((all, part) => all + part.books.size, 0)
  if (parts.length === 0 || books > booksMax) throw new SellerFailure('bad_data', `a price list of ${books} books`)
  return { document, parts: new Map(parts.map((part) => [part.currency, part])) }
}
