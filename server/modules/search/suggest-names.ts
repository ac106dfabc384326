import type { Db } from '#platform/db'
import { analyzeQuery, groupWords, parseQuery } from './analyze-query.ts'
import type { Vocabulary } from './analyze-query.ts'
import { wordsOf } from './fold-text.ts'
import type { SuggestView } from './model.ts'
import { listSuggestions } from './queries.ts'

/** Names that begin like this; for a misspelt beginning those that begin like what its words may have meant. */
export async function suggestNames(
  db: Db,
  vocabulary: Vocabulary,
  text: string,
  limit: number,
): Promise<SuggestView['suggestions']> {
  const words = wordsOf(text)
  if (words.length === 0) return []
  const found = await listSuggestions(db, words.join(' '), limit)
  const rows = found.length > 0 ? found : await suggestCorrected(db, vocabulary, text, limit)
  return rows.map(({ label, kind, isbn13 }) => ({ text: label, kind, ...(isbn13 !== null && { isbn13 }) }))
}

async function suggestCorrected(db: Db, vocabulary: Vocabulary, text: string, limit: number) {
  const query = parseQuery(text)
  const groups = groupWords(query, await analyzeQuery(vocabulary, query))
  const best = groups.map(
    ({ word, alternatives }) => alternatives.toSorted((a, b) => b.weight - a.weight)[0]?.word ?? word,
  )
  const corrected = best.join(' ')
  return corrected === groups.map(({ word }) => word).join(' ') ? [] : listSuggestions(db, corrected, limit)
}
