// Finding intents: the list, and the part of Stripe's search language that finds by metadata, status and currency.
import { invalidRequest, noSuch } from './errors.ts'
import type { Intent } from './objects.ts'
import type { ListIntents, SearchIntents } from './params.ts'

/** A page of intents, newest first. */
export function listIntents(all: Intent[], { limit, starting_after: after, created }: ListIntents): Page {
  const newestFirst = all.toReversed()
  const from = after === undefined ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1
  if (after !== undefined && from === 0) throw noSuch('payment_intent', after, 'starting_after')
  const { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = created
  const found = newestFirst.slice(from).filter(({ at }) => {
    const second = Math.floor(at.getTime() / 1000)
    return second > gt && second >= gte && second < lt && second <= lte
  })
  return { intents: found.slice(0, limit), hasMore: found.length > limit, nextPage: null }
}

/** A page of what a query finds, newest first, e.g. `metadata['purchase']:'p1' AND status:'requires_capture'`. */
export function searchIntents(all: Intent[], { query, limit, page }: SearchIntents): Page {
  const clauses = query.split(/\s+AND\s+/i).map(parseClause)
  const found = all.toReversed().filter((intent) => clauses.every((holds) => holds(intent)))
  const from = page === undefined ? 0 : Number(page)
  if (!Number.isSafeInteger(from) || from < 0) throw invalidRequest('Invalid page', { param: 'page' })
  const hasMore = found.length > from + limit
  return { intents: found.slice(from, from + limit), hasMore, nextPage: hasMore ? String(from + limit) : null }
}

function parseClause(text: string): (intent: Intent) => boolean {
  const metadata = /^metadata\[(["'])(.+?)\1\]\s*:\s*(["'])(.*)\3$/.exec(text.trim())
  if (metadata) {
    const [, , name = '', , value = ''] = metadata
    return (intent) => intent.metadata[name] === value
  }
  const field = /^(status|currency)\s*:\s*(["'])(.*)\2$/.exec(text.trim())
  if (!field) throw invalidRequest(`We were unable to parse your search query: ${text}`, { param: 'query' })
  const [, name, , value = ''] = field
  return (intent) => (name === 'status' ? intent.status : intent.currency) === value.toLowerCase()
}

export interface Page {
  intents: Intent[]
  hasMore: boolean
  nextPage: string | null
}
