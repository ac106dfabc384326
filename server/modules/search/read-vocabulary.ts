// The words of all books, as PostgreSQL keeps them for every engine.
import { systemClock } from '#platform/clock'
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import { dropOldest } from '#platform/drop-oldest'
import type { Vocabulary } from './analyze-query.ts'
import { keepFresh } from './keep-fresh.ts'
import { keepTerms } from './keep-terms.ts'
import { draftLexicon } from './pack-words.ts'
import type { Lexicon } from './pack-words.ts'
import { countWorks, listTerms, pageWords } from './word-queries.ts'

/** Words that the last one may become. */
const completionsMax = 8
/** Words of one statement: reading them keeps a thread busy for a few milliseconds. */
const wordsPerPage = 10_000
/** Words whose likes are remembered, because what is misspelt once is misspelt by many: at most some forty megabytes. */
const likesMax = 4_000

/** Reads all words by `db` when it is made, so that no search has to wait for them later; what a search asks goes to `searchDb`. */
export function readVocabulary(deps: { readonly db: Db; readonly searchDb?: Db; readonly clock?: Clock }): Vocabulary {
  const { db, searchDb = db, clock = systemClock } = deps
  const lexicon = keepFresh(async () => keepLikes(await readLexicon(db)), clock)
  lexicon().catch(() => {}) // whoever needs it tries again and hears why
  const known = keepTerms(
    async (stems, typed = []) => new Map((await listTerms(searchDb, stems, typed)).map((term) => [term.stem, term])),
    clock,
  )
  return {
    terms: known,
    completions: async (prefix) => (await lexicon()).completions(prefix, completionsMax),
    async near(words) {
      const all = await lexicon()
      return new Map(words.map((word) => [word, all.near(word)]))
    },
  }
}

function keepLikes(lexicon: Lexicon): Lexicon {
  const likes = new Map<string, ReturnType<Lexicon['near']>>()
  return {
    ...lexicon,
    near(typed) {
      const known = likes.get(typed)
      if (known) return known
      const terms = lexicon.near(typed)
      likes.set(typed, terms)
      dropOldest(likes, likesMax)
      return terms
    },
  }
}

/** Takes a second for 250,000 words, half of it PostgreSQL's. */
async function readLexicon(db: Db): Promise<Lexicon> {
  const draft = draftLexicon()
  for (let after = ''; ;) {
    const page = await pageWords(db, after, wordsPerPage)
    if (page === null) return draft.finish(await countWorks(db))
    for (const [i, word] of page.words.entries())
      draft.add({ word, works: page.works[i] as number, named: page.named[i] as number })
    after = page.words.at(-1) as string
  }
}
