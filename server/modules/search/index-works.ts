// Keeping what search reads true to the catalogue.
import { hydrateWorks, pageWorkVersions } from '#catalog'
import { inTransaction } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import {
  deleteDocuments,
  listIndexedVersions,
  listSegments,
  queueAll,
  recountTerms,
  saveDocuments,
  saveWords,
} from './index-queries.ts'
import { mergeSegments, moveWaiting, replaceOldSegments } from './merge-segments.ts'
import { toDocument } from './to-document.ts'

/** Works in one transaction of a sweep or a rebuild. */
const pageSize = 500

/** Indexes these works as they are now, in `tx`. Works that were merged into others, or have no edition left, are found no more. */
export async function indexWorks(tx: Tx, workIds: readonly string[]): Promise<void> {
  const works = await hydrateWorks({ db: tx }, workIds)
  const gone = workIds.filter((id) => !works.has(id))
  if (gone.length > 0) await deleteDocuments(tx, gone)
  const documents = [...works.values()].map(toDocument)
  if (documents.length === 0) return
  await saveDocuments(tx, documents)
  await saveWords(tx, new Map(documents.flatMap(({ words }) => [...words])))
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

/** Makes every document anew, in place and page by page: searches go on meanwhile. Gives how many works there are. */
export async function rebuildIndex(db: Db): Promise<number> {
  const newest = (await listSegments(db))[0]?.id ?? 0
  const count = await indexPages(db, async (page) => page)
  await queueAll(db)
  await moveWaiting(db, { all: true })
  await inTransaction(db, async (tx) => {
    await replaceOldSegments(tx, newest)
    await recountTerms(tx)
  })
  await mergeSegments(db)
  return count
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
