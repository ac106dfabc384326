// Grouping by hand: editions go to another work, or become one of their own; a work whose last edition goes is merged into where it went. Imports
// keep what staff decided: the editions stay, and the keys of a merged work lead to the other.
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { worksChanged } from './jobs.ts'
import {
  copyWork,
  dissolveWork,
  findWorkHead,
  findWorkIds,
  listCorrections,
  listIsbnsOf,
  moveRows,
  saveCorrection,
  touchWorks,
} from './correction-queries.ts'
import type { Correction, WorkHead } from './correction-queries.ts'
import { refuse } from './model.ts'
import type { RunnerDeps } from './model.ts'
import { lockImports } from './save-queries.ts'

export interface MoveEditions {
  /** Editions of one work. */
  readonly isbns: readonly string[]
  /** An edition of the work where they belong; null: they become a work of their own. */
  readonly intoIsbn: string | null
  readonly why: string
  readonly by: string
}

/** Moves editions and remembers who did it and why. Refuses `edition_unknown`, `not_one_work`, `same_work`, `nothing_left`. */
export async function moveEditions(deps: RunnerDeps, move: MoveEditions): Promise<Correction> {
  return inTransaction(deps.db, async (tx) => {
    await lockImports(tx)
    const { from, into, all } = await locate(tx, move)
    const isWhole = all.every((isbn) => move.isbns.includes(isbn))
    if (into === null && isWhole) throw refuse('nothing_left', { isbns: move.isbns })
    const id = deps.ids.next()
    const target = into ?? (await split(tx, deps.ids.next(), from, move.isbns, id))
    await moveRows(tx, move.isbns, target.id, id)
    if (isWhole) await dissolveWork(tx, from, target.id)
    const changed = [from.id, target.id]
    await touchWorks(tx, changed)
    const correction: Correction = {
      id,
      kind: into === null ? 'SPLIT' : isWhole ? 'MERGE' : 'MOVE',
      fromWorkId: from.id,
      fromTitle: from.title,
      intoWorkId: target.id,
      intoTitle: target.title,
      isbns: move.isbns,
      why: move.why,
      by: move.by,
      at: deps.clock.now(),
    }
    await saveCorrection(tx, correction)
    await deps.jobs.send(tx, worksChanged, { workIds: changed })
    return correction
  })
}

async function locate(tx: Tx, { isbns, intoIsbn }: MoveEditions) {
  const workIds = await findWorkIds(tx, intoIsbn === null ? isbns : [...isbns, intoIsbn])
  const unknown = [...isbns, ...(intoIsbn === null ? [] : [intoIsbn])].find((isbn) => !workIds.has(isbn))
  if (unknown !== undefined)
    throw refuse(
      'edition_unknown',
      { unknown },
      { [unknown === intoIsbn ? 'intoIsbn' : 'isbns']: `${unknown} is not in the catalogue` },
    )
  const [fromId = '', ...others] = new Set(isbns.map((isbn) => workIds.get(isbn) ?? ''))
  if (others.length > 0) throw refuse('not_one_work', { isbns })
  const intoId = intoIsbn === null ? null : (workIds.get(intoIsbn) ?? '')
  if (intoId === fromId) throw refuse('same_work', { isbns, intoIsbn }, { intoIsbn: 'is an edition of the same work' })
  const [from, into] = [await findWorkHead(tx, fromId), intoId === null ? null : await findWorkHead(tx, intoId)]
  if (!from) throw new Error(`the work ${fromId} has editions and is not there`)
  return { from, into, all: await listIsbnsOf(tx, from.id) }
}

async function split(
  tx: Tx,
  id: string,
  from: WorkHead,
  [lead = '']: readonly string[],
  correctionId: string,
): Promise<WorkHead> {
  const key = `split:${correctionId}`
  await copyWork(tx, from.id, { id, key, leadIsbn13: lead })
  const made = await findWorkHead(tx, id)
  if (!made) throw new Error(`the work ${id} was saved and is not there`)
  return made
}

/** Corrections of one work that are shown. */
const shownMax = 20

/** What was corrected at this work, newest first. */
export function listWorkCorrections({ db }: Pick<RunnerDeps, 'db'>, workId: string): Promise<Correction[]> {
  return listCorrections(db, workId, shownMax)
}
