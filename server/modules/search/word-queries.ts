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

/** Words of names that begin with `prefix`, the most frequent first, one a stem. */
export async function listCompletions(db: Db, prefix: string, limit: number): Promise<Term[]> {
  const { rows } = await sql<Term>`
    with begun as (
      select distinct on (stem) word, stem from search_word
      where word > ${prefix} and word < ${prefix} || ${'\u{10FFFF}'} order by stem, length(word)
    )
    select begun.word, begun.stem, ${counts}
    from begun left join search_term term on term.stem = begun.stem cross join ${works} total
    where coalesce(term.named, 1) > 0
    order by coalesce(term.named, 1) desc, begun.word limit ${limit}`.execute(own(db))
  return rows
}

/**
 * Words that look like each of these: by shared trigrams; short words, which share few, by their first letter and length; and with two neighbouring
 * letters the other way round (`swapped`: pairs of what was typed and what it may be).
 */
export async function listNearTerms(
  db: Db,
  words: readonly string[],
  swapped: readonly (readonly [typed: string, word: string])[],
): Promise<(Term & { typed: string })[]> {
  const { rows } = await sql<Term & { typed: string }>`
    select near.typed, near.word, near.stem, ${counts}
    from (
      select typed.word as typed, near.word, near.stem from unnest(${words}::text[]) as typed (word), lateral (
        (select word, stem from search_word
          where word % typed.word and length(word) between length(typed.word) - 3 and length(typed.word) + 3
          order by similarity(word, typed.word) desc, word limit 40)
        union
        (select word, stem from search_word
          where length(typed.word) <= 5 and word >= left(typed.word, 1) and word < left(typed.word, 1) || ${'\u{10FFFF}'}
            and length(word) between length(typed.word) - 1 and length(typed.word) + 1
            and levenshtein_less_equal(word, typed.word, 2) <= 2
          limit 400)
      ) near
      union
      select swapped.typed, swapped.word, known.stem
      from unnest(${swapped.map(([typed]) => typed)}::text[], ${swapped.map(([, word]) => word)}::text[]) as swapped (typed, word)
      join search_word known on known.word = swapped.word
    ) near left join search_term term on term.stem = near.stem cross join ${works} total
    where coalesce(term.works, 1) > 0`.execute(own(db))
  return rows
}
