// Pages of what the PostgreSQL engine found, each going on where the one before ended.
import type { Db } from '#platform/db'
import type { EngineHit, EngineQuery, EngineResult } from './engine.ts'
import type { Matches } from './find-matches.ts'
import { listTexts, pageDocs } from './queries.ts'
import type { SortedDoc } from './queries.ts'
import { explainMatch } from './rank-candidates.ts'
import { readCursor, toCursor } from './read-cursor.ts'
import type { Position } from './read-cursor.ts'

type Page = Pick<EngineResult, 'hits' | 'nextCursor'>

/** By relevance: where the last page ended is found again by its last hit, should others have come in between; else by its place. */
export async function listRankedPage(db: Db, query: EngineQuery, { docs, groups, texts }: Matches): Promise<Page> {
  const position = readCursor(query)
  const lastDoc = position?.engine === 'postgres' ? position.keys[0] : undefined
  const at = typeof lastDoc === 'number' ? docs.indexOf(lastDoc) : -1
  const from = position === null ? 0 : at < 0 ? position.offset : at + 1
  const shown = docs.slice(from, from + query.limit)
  const unread = shown.filter((doc) => !texts.has(doc))
  const read = unread.length > 0 ? await listTexts(db, unread) : []
  const all = new Map([...texts, ...read.map((candidate) => [candidate.doc, candidate] as const)])
  const hits = shown.flatMap((doc): EngineHit[] => {
    const found = all.get(doc) // gone since the lists were made
    return found ? [{ workId: found.workId, matched: explainMatch(found.fields, groups) }] : []
  })
  const [last, lastHit] = [shown.at(-1), hits.at(-1)]
  const hasMore = from + shown.length < docs.length && last !== undefined && lastHit !== undefined
  const offset = (position?.offset ?? 0) + shown.length
  const nextCursor = hasMore
    ? toCursor(query, { offset, last: lastHit.workId, keys: [last], engine: 'postgres' })
    : null
  return { hits, nextCursor }
}

/** By a value of the works (of all where `matches` is null); goes on behind the value of the last hit. A cursor of another engine is taken by its place. */
export async function listSortedPage(db: Db, query: EngineQuery, matches: Matches | null): Promise<Page> {
  const { filters, sort, limit } = query
  const position = readCursor(query)
  const after = toPlace(position)
  const skipped = position !== null && after === null ? position.offset : 0
  const docs = matches?.docs ?? null
  const rows = (await pageDocs(db, { docs, filters, sort, after, limit: skipped + limit + 1 })).slice(skipped)
  const shown = rows.slice(0, limit)
  const offset = (position?.offset ?? 0) + shown.length
  return {
    hits: matches === null ? shown.map(({ workId }) => ({ workId, matched: [] })) : await explain(db, shown, matches),
    nextCursor: rows.length > limit ? toNext(query, offset, shown.at(-1)) : null,
  }
}

async function explain(db: Db, shown: readonly SortedDoc[], { groups }: Matches): Promise<EngineHit[]> {
  const docs = shown.map(({ doc }) => doc)
  const fields = new Map((await listTexts(db, docs)).map((text) => [text.doc, text.fields]))
  return shown.map(({ doc, workId }) => ({ workId, matched: explainMatch(fields.get(doc) ?? '', groups) }))
}

/** The value and number of the last hit; null for the first page, and for a cursor that another engine wrote. */
function toPlace(position: Position | null): { key: string | number; doc: number } | null {
  const [key, doc] = position?.engine === 'postgres' ? position.keys : []
  return (typeof key === 'number' || typeof key === 'string') && typeof doc === 'number' ? { key, doc } : null
}

function toNext(query: EngineQuery, offset: number, last: SortedDoc | undefined): string | null {
  return last ? toCursor(query, { offset, last: last.workId, keys: [last.key, last.doc], engine: 'postgres' }) : null
}
