// The words of all books in the memory of the process: readers use the same ones, and looking up took more of PostgreSQL than finding the books did.
import type { Clock } from '#platform/clock'
import { dropOldest } from '#platform/drop-oldest'
import type { Term, Vocabulary } from './analyze-query.ts'
import { stemWord } from './stem-word.ts'

/** How long an answer is good: counts change slowly, and a word of a new book may go uncorrected for as long. */
const goodMs = 30_000
/** Entries of each kind: some twenty megabytes of words, as much of what their beginnings and misspellings may mean. */
const entriesMax = { terms: 100_000, completions: 5_000, near: 10_000 } as const

interface Known<T> {
  readonly value: T
  readonly until: number
}

/**
 * `vocabulary`, asked only for what is not remembered. A word as it was typed that no book has, and a beginning that no word has, are asked for each
 * time: the book that has them may just have come.
 */
export function keepWords(vocabulary: Vocabulary, clock: Clock): Vocabulary {
  const terms = createMemory<Term | null>(clock, entriesMax.terms)
  const completions = createMemory<readonly Term[]>(clock, entriesMax.completions)
  const near = createMemory<readonly Term[]>(clock, entriesMax.near)
  return {
    async terms(stems, typed = []) {
      const spoken = Map.groupBy(typed, stemWord)
      // Which word speaks for a stem depends on what was typed.
      const keyOf = (stem: string) => [stem, ...(spoken.get(stem) ?? [])].join(' ')
      const known = new Map<string, Term>()
      const missing = stems.filter((stem) => {
        const remembered = terms.get(keyOf(stem))
        if (remembered) known.set(stem, remembered)
        return remembered === undefined
      })
      if (missing.length === 0) return known
      const found = await vocabulary.terms(missing, typed)
      for (const stem of missing) {
        const term = found.get(stem) ?? null
        if (term) known.set(stem, term)
        // Halves and other spellings that are no words are most of what is looked up.
        if (term || !spoken.has(stem)) terms.set(keyOf(stem), term)
      }
      return known
    },
    async completions(prefix) {
      const known = completions.get(prefix)
      if (known) return known
      const found = await vocabulary.completions(prefix)
      if (found.length > 0) completions.set(prefix, found)
      return found
    },
    async near(words) {
      const known = new Map(
        words.flatMap((word) => {
          const terms = near.get(word)
          return terms ? [[word, terms] as const] : []
        }),
      )
      const missing = words.filter((word) => !known.has(word))
      if (missing.length > 0)
        for (const [word, found] of await vocabulary.near(missing)) {
          known.set(word, found)
          if (found.length > 0) near.set(word, found)
        }
      return known
    },
  }
}

function createMemory<T>(clock: Clock, max: number) {
  const entries = new Map<string, Known<T>>()
  return {
    get(key: string): T | undefined {
      const known = entries.get(key)
      return known && known.until > clock.now().getTime() ? known.value : undefined
    },
    set(key: string, value: T): void {
      entries.delete(key)
      entries.set(key, { value, until: clock.now().getTime() + goodMs })
      dropOldest(entries, max)
    },
  }
}
