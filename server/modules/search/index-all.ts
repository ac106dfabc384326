// The whole index anew, in bulk: blocks of works become segments of their own without waiting anywhere, and in the end the segments become one. A million
// editions take minutes, and a process of a few hundred megabytes.
import { hydrateWorks, pageWorkVersions } from '#catalog'
import { inTransaction, violates } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import { changesOf, draftSegment } from './collect-postings.ts'
import type { TermCounts } from './collect-postings.ts'
import {
  addToTerms,
  deleteDocuments,
  deleteTerms,
  listSegments,
  lockMerges,
  replaceSegments,
  saveDocuments,
  saveWords,
} from './index-queries.ts'
import { mergeAllSegments, moveWaiting } from './merge-segments.ts'
import { toDocument } from './to-document.ts'

/** Works of one transaction and one segment: few enough that whoever writes one of them waits a few seconds at most. */
const blockSize = 4_000
/** Works that are read and saved at once: ten megabytes. */
const pageSize = 250
/** Blocks at a time: while one is in PostgreSQL this process makes documents of the other. */
const lanes = 2
/** Words that were saved already and need not be sent again; forgotten when there are so many (40 MB). */
const savedWordsMax = 400_000
/** Stems of one statement. */
const termsPerStatement = 50_000

/** Blocks after which a first build says how often stems occur, so that searches meanwhile rank by more than a guess. */
const blocksPerCount = 16
/** How often a block is begun again because a work was merged away between being read and being saved. */
const triesMax = 3

/**
 * Makes every document anew, in place and block by block: searches and changes go on meanwhile. Gives how many works there are. Counts of stems are
 * those of the works as they were when their block was read; the next merges add what changes afterwards.
 */
export async function rebuildIndex(db: Db): Promise<number> {
  await moveWaiting(db, { all: true })
  const old = await inTransaction(db, async (tx) => {
    await lockMerges(tx) // a merge that is under way has its segment's number already
    const segments = await listSegments(tx)
    if (segments.length === 0) await deleteTerms(tx)
    return segments
  })
  const build: Build = { db, isFirst: old.length === 0, counts: new Map(), savedWords: new Set(), blocks: 0 }
  const blocks = blocksOf(db)
  const indexed = await Promise.all(Array.from({ length: lanes }, () => indexBlocks(build, blocks)))
  await inTransaction(db, async (tx) => {
    await lockMerges(tx)
    const newest = old[0]?.id ?? 0
    const replaced = (await listSegments(tx)).filter(({ id }) => id <= newest)
    await replaceSegments(
      tx,
      replaced.map(({ id }) => id),
    )
    if (!build.isFirst) await deleteTerms(tx)
    await addCounts(tx, build.counts)
  })
  await mergeAllSegments(db)
  return indexed.reduce((sum, count) => sum + count, 0)
}

interface Build {
  readonly db: Db
  /** Nothing was there before: counts are added as they come. Else those of before are right until all are counted anew. */
  readonly isFirst: boolean
  counts: TermCounts
  readonly savedWords: Set<string>
  /** Done. */
  blocks: number
}

/** Ids of all works, in blocks and in their order; works that are made meanwhile may be missing, their jobs index them. */
async function* blocksOf(db: Db): AsyncGenerator<readonly string[]> {
  for (let afterId: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof pageWorkVersions>> = await pageWorkVersions(
      { db },
      { afterId, limit: blockSize },
    )
    if (page.length > 0) yield page.map(({ id }) => id)
    if (page.length < blockSize) return
    afterId = page.at(-1)?.id ?? null
  }
}

/** One lane: takes blocks until there are none. */
async function indexBlocks(build: Build, blocks: AsyncGenerator<readonly string[]>): Promise<number> {
  let indexed = 0
  for (let block = await blocks.next(); !block.done; block = await blocks.next()) {
    const done = await tryBlock(build, block.value)
    addAll(build.counts, done.counts)
    for (const word of done.words) build.savedWords.add(word)
    if (build.savedWords.size > savedWordsMax) build.savedWords.clear()
    indexed += block.value.length
    build.blocks++
    if (!build.isFirst || build.blocks % blocksPerCount !== 0) continue
    const { counts } = build
    build.counts = new Map()
    await inTransaction(build.db, (tx) => addCounts(tx, counts))
  }
  return indexed
}

/** Counts apart what it indexes: a block that is begun again is counted once. */
async function tryBlock({ db, savedWords }: Build, ids: readonly string[]): ReturnType<typeof indexBlock> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(db, (tx) => indexBlock(tx, ids, savedWords))
    } catch (error) {
      if (tries === triesMax || !violates(error, 'search_document_work_id_fkey')) throw error
    }
  }
}

function addAll(all: TermCounts, some: TermCounts): void {
  for (const [stem, { works, named }] of some) {
    const count = all.get(stem)
    if (!count) all.set(stem, { works, named })
    else {
      count.works += works
      count.named += named
    }
  }
}

async function addCounts(tx: Tx, counts: TermCounts): Promise<void> {
  const terms = changesOf(counts).toSorted((a, b) => (a.stem < b.stem ? -1 : 1)) // in one order over all statements
  for (let i = 0; i < terms.length; i += termsPerStatement) await addToTerms(tx, terms.slice(i, i + termsPerStatement))
}

async function indexBlock(
  tx: Tx,
  ids: readonly string[],
  savedWords: ReadonlySet<string>,
): Promise<{ counts: TermCounts; words: string[] }> {
  const counts: TermCounts = new Map()
  const words = new Map<string, string>()
  const draft = draftSegment(counts)
  for (let i = 0; i < ids.length; i += pageSize) {
    const page = ids.slice(i, i + pageSize)
    const works = await hydrateWorks({ db: tx }, page)
    const gone = page.filter((id) => !works.has(id))
    if (gone.length > 0) await deleteDocuments(tx, gone)
    const documents = [...works.values()].map(toDocument)
    if (documents.length === 0) continue
    const saved = await saveDocuments(tx, documents, 'allPosted')
    const docs = new Map(saved.map(({ workId, doc }) => [workId, doc]))
    for (const document of documents) {
      const doc = docs.get(document.workId)
      if (doc !== undefined) draft.add({ ...document, doc })
      for (const [word, stem] of document.words) if (!savedWords.has(word)) words.set(word, stem)
    }
  }
  await draft.write(tx)
  // All at once and last: in one order, so that no two transactions wait for each other, and held for the shortest time.
  if (words.size > 0) await saveWords(tx, words)
  return { counts, words: [...words.keys()] }
}
