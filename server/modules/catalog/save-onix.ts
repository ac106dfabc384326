// What is special about ONIX: a record is known by its sender and reference, a later message about it counts, an earlier one does not, and a
// deletion withdraws the edition, unless another sender still describes it.
import type { Tx } from '#platform/db'
import type { Fault } from './check-record.ts'
import { dropOnixRecords, findOnixRecords, saveOnixRecords, withdrawEditions } from './claim-queries.ts'
import type { OnixRecord } from './claim-queries.ts'
import { patchEdition } from './import-queries.ts'
import type { BatchResult, ImportItem } from './import-records.ts'
import type { ImportDeps } from './model.ts'
import { saveRecordsIn } from './save-records.ts'
import type { SaveOptions } from './save-records.ts'
import type { OnixSource } from './translate-onix.ts'

type Of<K extends ImportItem['kind']> = Extract<ImportItem, { kind: K }>
type Placed = Fault & { place: number }

/** Saves products. One whose number its sender has changed withdraws what it described before. */
export async function saveOnixBooks(
  deps: ImportDeps,
  tx: Tx,
  items: readonly Of<'book'>[],
  options: SaveOptions,
): Promise<BatchResult> {
  const { current, late } = await sortOut(tx, items)
  const records = current.map(({ place, record }) => ({ line: place, record }))
  const saved = await saveRecordsIn(deps, tx, records, { ...options, isWhole: false })
  const kept = current.filter(({ record }) => saved.isbns.has(record.isbn13))
  const before = await knownOf(tx, kept)
  const said = new Map(kept.map(({ record, onix }) => [keyOf(onix), toRecord(record.isbn13, onix)]))
  await saveOnixRecords(tx, [...said.values()])
  const changed = [...said].flatMap(([key, { isbn13 }]) => {
    const known = before.get(key)
    return known && known.isbn13 !== isbn13 ? [known.isbn13] : []
  })
  const { withdrawn } = await withdraw(deps, tx, changed)
  const rejections = saved.rejections.map(({ line, field, reason }) => ({ place: line, field, reason }))
  return {
    rejections: [...rejections, ...late],
    quarantined: saved.quarantined,
    works: saved.workCount,
    editions: saved.editionCount,
    withdrawn,
  }
}

/** Withdraws the editions of deleted records; they stay for the orders that name them. */
export async function saveWithdrawals(
  deps: ImportDeps,
  tx: Tx,
  items: readonly Of<'withdrawal'>[],
): Promise<{ rejections: Placed[]; withdrawn: number }> {
  const { current, late, known } = await sortOut(tx, items)
  const gone: string[] = []
  const unknown: Placed[] = []
  for (const { place, onix } of current) {
    const record = known.get(keyOf(onix))
    if (record) gone.push(record.isbn13)
    else
      unknown.push({
        place,
        field: 'RecordReference',
        reason: `${onix.reference} was not sent to us, so it cannot be deleted`,
      })
  }
  for (const [sender, list] of Map.groupBy(current, ({ onix }) => onix.sender))
    await dropOnixRecords(
      tx,
      sender,
      list.map(({ onix }) => onix.reference),
    )
  const { withdrawn } = await withdraw(deps, tx, gone)
  return { rejections: [...unknown, ...late], withdrawn }
}

/** Takes over what messages say of parts of products that we have. */
export async function savePatches(
  deps: ImportDeps,
  tx: Tx,
  items: readonly Of<'patch'>[],
): Promise<{ rejections: Placed[]; editions: number }> {
  const { current, late, known } = await sortOut(tx, items)
  const rejections: Placed[] = [...late]
  const workIds = new Set<string>()
  let editions = 0
  for (const { place, patch, onix } of current) {
    const { description, publisher } = patch
    const publishedYear = patch.published === null ? null : Number(patch.published)
    const record = known.get(keyOf(onix))
    const workId = record ? await patchEdition(tx, record.isbn13, { description, publisher, publishedYear }) : null
    if (workId === null)
      rejections.push({
        place,
        field: 'NotificationType',
        reason: '04 changes parts of a record that was not sent to us before',
      })
    else {
      workIds.add(workId)
      editions++
    }
  }
  if (workIds.size > 0) await deps.announce(tx, [...workIds])
  return { rejections, editions }
}

async function withdraw(deps: ImportDeps, tx: Tx, isbns: readonly string[]): Promise<{ withdrawn: number }> {
  const { workIds, withdrawn } = await withdrawEditions(tx, isbns)
  if (workIds.length > 0) await deps.announce(tx, workIds)
  return { withdrawn }
}

/** Those that are not older than what their sender said last, and the others as rejections. */
async function sortOut<T extends { readonly place: number; readonly onix?: OnixSource }>(tx: Tx, items: readonly T[]) {
  const all = items.filter((item): item is T & { onix: OnixSource } => item.onix !== undefined)
  const known = await knownOf(tx, all)
  const isLate = ({ onix }: { onix: OnixSource }) => {
    const last = known.get(keyOf(onix))?.sentAt
    return last != null && onix.sentAt !== null && new Date(onix.sentAt) < last
  }
  const late = all.filter(isLate).map(({ place }) => ({
    place,
    field: 'SentDateTime',
    reason: 'the sender has said something newer about this record',
  }))
  return { current: all.filter((item) => !isLate(item)), late, known }
}

async function knownOf(tx: Tx, items: readonly { readonly onix?: OnixSource }[]): Promise<Map<string, OnixRecord>> {
  const known = new Map<string, OnixRecord>()
  for (const [sender, list] of Map.groupBy(items, ({ onix }) => onix?.sender ?? '')) {
    const references = list.flatMap(({ onix }) => onix?.reference ?? [])
    for (const record of (await findOnixRecords(tx, sender, references)).values()) known.set(keyOf(record), record)
  }
  return known
}

const keyOf = ({ sender, reference }: { sender: string; reference: string }) => `${sender}\t${reference}`

function toRecord(isbn13: string, { sender, reference, sentAt }: OnixSource): OnixRecord {
  return { sender, reference, isbn13, sentAt: sentAt === null ? null : new Date(sentAt) }
}
