import { hydrateEditions } from '#catalog'
import { parseIsbn } from '#platform/isbn'
import type { SearchDeps, SuggestView } from './model.ts'

const suggestionsMax = 8

/** What may be meant while somebody types; a complete ISBN gives its book. */
export async function suggestBooks(deps: SearchDeps, text: string): Promise<SuggestView> {
  const parsed = parseIsbn(text)
  if ('fault' in parsed) return { suggestions: await deps.engine.suggest(text, suggestionsMax) }
  const card = (await hydrateEditions(deps, [parsed.isbn13])).get(parsed.isbn13)
  return { suggestions: card ? [{ text: card.title, kind: 'isbn', isbn13: card.isbn13 }] : [] }
}
