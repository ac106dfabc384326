// The words of all books, as PostgreSQL keeps them for every engine.
import { systemClock } from '#platform/clock'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import type { Term, Vocabulary } from './analyze-query.ts'
import { nearness } from './edit-distance.ts'
import { keepWords } from './keep-words.ts'
import { listCompletions, listNearTerms, listTerms } from './word-queries.ts'

/** Words that the last one may become. */
const completionsMax = 8

export function readVocabulary(db: Db, clock: Clock = systemClock): Vocabulary {
  return keepWords(askVocabulary(db), clock)
}

function askVocabulary(db: Db): Vocabulary {
  return {
    async terms(stems, typed = []) {
      return new Map((await listTerms(db, stems, typed)).map((term) => [term.stem, term]))
    },
    completions: (prefix) => listCompletions(db, prefix, completionsMax),
    async near(words) {
      const near = new Map<string, Term[]>(words.map((word) => [word, []]))
      if (words.length === 0) return near
      const swapped = words.flatMap((word) => swapsOf(word).map((swap) => [word, swap] as const))
      for (const term of await listNearTerms(db, words, swapped))
        if (nearness(term.typed, term.word) !== null) near.get(term.typed)?.push(term)
      return near
    },
  }
}

/** The word with each two neighbouring letters the other way round. */
function swapsOf(word: string): string[] {
  return Array.from(
    { length: word.length - 1 },
    (_, i) => `${word.slice(0, i)}${word[i + 1]}${word[i]}${word.slice(i + 2)}`,
  )
}
