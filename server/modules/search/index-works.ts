// Keeping what search reads true to the catalogue.
import { hydrateWorks, pageWorkVersions } from '#catalog'
import { inTransaction } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import { addToTerms, deleteDocuments, listIndexedVersions, saveDocuments, saveWords } from './index-queries.ts'
import { changesOf, draftSegment } from './collect-postings.ts'
import type { TermCounts } from './collect-postings.ts'
import { toDocument } from './to-document.ts'

/** Works in one transaction of a sweep. */
const pageSize = 500

/** So many works at once are an import, whose new works go into a segment of their own at once: waiting for a merge costs several times as much. */
const postedMin = 200

/** Indexes these works as they are now, in `tx`. Works that were merged into others, or have no edition left, are found no more. */
export async function indexWorks(tx: Tx, workIds: readonly string[]): Promise<void> {
  const works = await hydrateWorks({ db: tx }, workIds)
  const gone = workIds.filter((id) => !works.has(id))
  if (gone.length > 0) await deleteDocuments(tx, gone)
  const documents = [...works.values()].map(toDocument)
  if (documents.length === 0) return
  const saved = await saveDocuments(tx, documents, documents.length < postedMin ? 'waiting' : 'newPosted')
  await saveWords(tx, new Map(documents.flatMap(({ words }) => [...words])))
  const docs = new Map(saved.flatMap(({ workId, doc, isPosted }) => (isPosted ? [[workId, doc] as const] : [])))
  const counts: TermCounts = new Map()
  const draft = draftSegment(counts)
  for (const document of documents) {
    const doc = docs.get(document.workId)
    if (doc !== undefined) draft.add({ ...document, doc })
  }
  await draft.write(tx)
  if (counts.size > 0) await addToTerms(tx, changesOf(counts))
}

/** Indexes every work whose record is newer than its document: finds what a lost job left behind. Gives how many. */
export async function sweepIndex(db: Db, signal?: AbortSignal): Promise<number> {
  return indexPages(
    db,
    async (page) => {
      const indexed = await listIndexedVersions(
        db,
        page.map(({ id }) => id),
      )
      return page.filter(({ id, updatedAt }) => (indexed.get(id)?.getTime() ?? 0) < updatedAt.getTime())
    },
    signal,
  )
}

type Version = Awaited<ReturnType<typeof pageWorkVersions>>[number]

async function indexPages(
  db: Db,
  choose: (page: readonly Version[]) => Promise<readonly Version[]>,
  signal?: AbortSignal,
): Promise<number> {
  let count = 0
  let afterId: string | null = null
  for (;;) {
    signal?.throwIfAborted()
    const page: Version[] = await pageWorkVersions({ db }, { afterId, limit: pageSize })
    const chosen = await choose(page)
    const ids = chosen.map(({ id }) => id)
    if (ids.length > 0) await inTransaction(db, (tx) => indexWorks(tx, ids))
    count += ids.length
    afterId = page.at(-1)?.id ?? null
    if (page.length < pageSize || afterId === null) return count
  }
}
