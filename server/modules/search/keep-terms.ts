// The words that readers use, in the memory of the process: they use the same ones, and looking up took more of PostgreSQL than finding the books did.
import type { Clock } from '#platform/clock'
import { dropOldest } from '#platform/drop-oldest'
import type { Term, Vocabulary } from './analyze-query.ts'
import { stemWord } from './stem-word.ts'

/** How long an answer is good: counts change slowly. */
const goodMs = 30_000
/** Some twenty megabytes. */
const entriesMax = 100_000

interface Known {
  readonly term: Term | null
  readonly until: number
}

/** `find`, asked only for what is not remembered. A word as it was typed that no book has is asked for each time: its book may just have come. */
export function keepTerms(find: Vocabulary['terms'], clock: Clock): Vocabulary['terms'] {
  const kept = new Map<string, Known>()

  function recall(key: string): Term | null | undefined {
    const known = kept.get(key)
    return known && known.until > clock.now().getTime() ? known.term : undefined
  }

  function remember(key: string, term: Term | null): void {
    kept.delete(key)
    kept.set(key, { term, until: clock.now().getTime() + goodMs })
    dropOldest(kept, entriesMax)
  }

  return async (stems, typed = []) => {
    const spoken = Map.groupBy(typed, stemWord)
    // Which word speaks for a stem depends on what was typed.
    const keyOf = (stem: string) => [stem, ...(spoken.get(stem) ?? [])].join(' ')
    const known = new Map<string, Term>()
    const missing = stems.filter((stem) => {
      const remembered = recall(keyOf(stem))
      if (remembered) known.set(stem, remembered)
      return remembered === undefined
    })
    if (missing.length === 0) return known
    const found = await find(missing, typed)
    for (const stem of missing) {
      const term = found.get(stem) ?? null
      if (term) known.set(stem, term)
      // Halves and other spellings that are no words are most of what is looked up.
      if (term || !spoken.has(stem)) remember(keyOf(stem), term)
    }
    return known
  }
}
