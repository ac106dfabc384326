// Vectors of works that have none, or one of an older record. Nobody waits for them: a work without one is found by its words.
import { hydrateWorks, pageWorkVersions } from '#catalog'
import type { Work } from '#catalog'
import type { MeaningDeps } from './model.ts'
import { packVector } from './pack-vector.ts'
import { listVersions, saveVectors } from './queries.ts'

/** Texts in one request: model servers take some dozens at once, on a processor each second or two. */
const batchSize = 32
const timeoutMs = 60_000
const pageSize = 500
/** Characters of a description that say what a book is about; small models read about 256 words. */
const descriptionMax = 1_000

/** Gives these works vectors as they are now. Throws when the model cannot be asked, or a work goes away meanwhile; what was done by then is kept. */
export async function saveWorks(deps: MeaningDeps, workIds: readonly string[], signal: AbortSignal): Promise<void> {
  const works = [...(await hydrateWorks(deps, workIds)).values()]
  for (let from = 0; from < works.length; from += batchSize) {
    signal.throwIfAborted()
    const batch = works.slice(from, from + batchSize)
    const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const vectors = await deps.embedder.embed(batch.map(toText), until)
    const made = batch.flatMap(({ id: workId, updatedAt: sourceUpdatedAt }, i) => {
      const vector = vectors[i]
      return vector ? [{ workId, sourceUpdatedAt, vector: packVector(vector) }] : []
    })
    await saveVectors(deps.db, { model: deps.embedder.model, at: deps.clock.now(), vectors: made })
  }
}

/** Gives every work its vector that has none of its record as it is, page by page; says how many. */
export async function sweepWorks(deps: MeaningDeps, signal: AbortSignal): Promise<number> {
  const { db, embedder } = deps
  let count = 0
  let afterId: string | null = null
  for (;;) {
    signal.throwIfAborted()
    const page: Awaited<ReturnType<typeof pageWorkVersions>> = await pageWorkVersions(
      { db },
      { afterId, limit: pageSize },
    )
    const ids = page.map(({ id }) => id)
    const known = await listVersions(db, embedder.model, ids)
    const stale = page.filter(({ id, updatedAt }) => (known.get(id)?.getTime() ?? 0) < updatedAt.getTime())
    await saveWorks(
      deps,
      stale.map(({ id }) => id),
      signal,
    )
    count += stale.length
    afterId = page.at(-1)?.id ?? null
    if (page.length < pageSize || afterId === null) return count
  }
}

/** What a work is about, in the order in which a model that reads only the beginning should read it. */
function toText({ title, subtitle, authors, series, subjects, description }: Work): string {
  const name = [title, subtitle].filter(Boolean).join(': ')
  const by = authors.length > 0 ? ` by ${authors.join(', ')}` : ''
  const rest = [series, subjects.join(', '), description?.slice(0, descriptionMax)].filter(Boolean)
  return [`${name}${by}`, ...rest].join('. ')
}
