// All SQL about the words of all books, for every engine — owns searchTerm, searchWord; reads how many works searchSegment has.
import { sql } from 'kysely'
import type { Db } from '#platform/db'
import type { Term } from './analyze-query.ts'

const own = (db: Db) => db.$pickTables<'searchSegment' | 'searchTerm' | 'searchWord'>()

/** `idf` for a catalogue smaller than this is taken as for one of this size: the first books of a shop are not all equally telling. */
const worksMin = 1_000

const works = sql`(select greatest(coalesce(sum(works), 0), ${worksMin}) as count from search_segment where replaced_at is null)`
/** A word that no merge has counted yet is taken for one of a single name. */
const counts = sql`coalesce(term.works, 1) as df, coalesce(term.named, 1) as name_df,
  ln(1 + greatest(total.count - coalesce(term.works, 1) + 0.5, 0.5) / (coalesce(term.works, 1) + 0.5))::float8 as idf`

/** One for each stem: the word of it that was `typed` where a book has that very word, else its shortest. */
export async function listTerms(db: Db, stems: readonly string[], typed: readonly string[]): Promise<Term[]> {
  const { rows } = await sql<{ terms: Term[] }>`
    select coalesce(json_agg(json_build_object('word', word, 'stem', stem, 'df', df, 'nameDf', name_df, 'idf', idf)), '[]'::json) as terms
    from (
      select distinct on (word.stem) word.word, word.stem, ${counts}
      from search_word word left join search_term term on term.stem = word.stem cross join ${works} total
      where word.stem = any(${stems}::text[]) and coalesce(term.works, 1) > 0
      order by word.stem, word.word <> all(${typed}::text[]), length(word.word)
    ) term`.execute(own(db))
  return rows[0]?.terms ?? []
}

/** Words in the order of their code points, each with how many works have its stem. */
export interface WordPage {
  readonly words: readonly string[]
  readonly works: readonly number[]
  readonly named: readonly number[]
}

/** The `limit` words after `after`; null when there are none. */
export async function pageWords(db: Db, after: string, limit: number): Promise<WordPage | null> {
  const { rows } = await sql<{ [Column in keyof WordPage]: WordPage[Column] | null }>`
    select json_agg(word) as words, json_agg(works) as works, json_agg(named) as named
    from (
      select word.word, coalesce(term.works, 1) as works, coalesce(term.named, 1) as named
      from (select word, stem from search_word where word > ${after} order by word limit ${limit}) word
      left join search_term term on term.stem = word.stem order by word.word
    ) page`.execute(own(db))
  const { words, works: counts, named } = rows[0] ?? {}
  return words && counts && named ? { words, works: counts, named } : null
}

/** How many works there are, as `idf` counts them. */
export async function countWorks(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count::int from ${works} total`.execute(own(db))
  return rows[0]?.count ?? worksMin
}
