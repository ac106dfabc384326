import type { Tx } from '#platform/db'
import { checkRecord } from './check-record.ts'
import type { Fault } from './check-record.ts'
import { findAuthorNames, findStagedWorks, saveAuthors, saveStagedWorks } from './import-queries.ts'
import type { BatchResult, ImportItem, ItemKind } from './import-records.ts'
import type { Format, ImportDeps } from './model.ts'
import { saveOnixBooks, savePatches, saveWithdrawals } from './save-onix.ts'
import { saveRecordsIn } from './save-records.ts'
import type { Saved, SourcedRecord } from './save-records.ts'
import { toRecord } from './translate-open-library.ts'
import type { OpenLibraryWork } from './translate-open-library.ts'

export interface ItemOptions {
  readonly importId: string
  readonly assumeFormat: Format | null
  /** See save-records.ts. */
  readonly isWhole: boolean
}

type Of<K extends ItemKind> = Extract<ImportItem, { kind: K }>

const nothing: BatchResult = { rejections: [], quarantined: 0, works: 0, editions: 0, withdrawn: 0 }

/** Saves a batch in the order of the file, in a transaction that holds the imports' lock: what comes later in the file counts. */
export async function saveItems(
  deps: ImportDeps,
  tx: Tx,
  items: readonly ImportItem[],
  options: ItemOptions,
): Promise<BatchResult> {
  const rejections = items.flatMap((item) =>
    item.kind === 'rejected' ? [{ place: item.place, field: item.field, reason: item.reason }] : [],
  )
  let sum: BatchResult = { ...nothing, rejections }
  // Without the rejected, which would cut every run into short ones.
  for (const run of runsOf(items.filter(({ kind }) => kind !== 'rejected')))
    sum = plus(sum, await saveRun(deps, tx, run, options))
  return sum
}

/** Neighbours of one kind. */
function runsOf(items: readonly ImportItem[]): ImportItem[][] {
  const runs: ImportItem[][] = []
  for (const item of items) {
    const run = runs.at(-1)
    if (run && kindOf(run[0]) === kindOf(item)) run.push(item)
    else runs.push([item])
  }
  return runs
}

/** Books of an ONIX sender are not books of a table. */
const kindOf = (item: ImportItem | undefined) => (item?.kind === 'book' && item.onix ? 'onix' : item?.kind)

async function saveRun(
  deps: ImportDeps,
  tx: Tx,
  run: readonly ImportItem[],
  options: ItemOptions,
): Promise<BatchResult> {
  const of = <K extends ItemKind>(kind: K) => run.filter((item): item is Of<K> => item.kind === kind)
  const [first] = run
  switch (first?.kind) {
    case 'author':
      await saveAuthors(tx, [...new Map(of('author').map(({ key, name }) => [key, { key, name }])).values()])
      return nothing
    case 'work':
      await saveStagedWorks(tx, [...new Map(of('work').map(({ key, work }) => [key, { key, record: work }])).values()])
      return nothing
    case 'edition':
      return await saveEditionsJoined(deps, tx, of('edition'), options)
    case 'withdrawal':
      return { ...nothing, ...(await saveWithdrawals(deps, tx, of('withdrawal'))) }
    case 'patch':
      return { ...nothing, ...(await savePatches(deps, tx, of('patch'))) }
    case 'book': {
      if (first.onix) return { ...nothing, ...(await saveOnixBooks(deps, tx, of('book'), options)) }
      const records = of('book').map(({ place, record }): SourcedRecord => ({ line: place, record }))
      return toResult(await saveRecordsIn(deps, tx, records, options))
    }
    default:
      return nothing
  }
}

/** Editions of Open Library with what was imported of their works and authors. */
async function saveEditionsJoined(
  deps: ImportDeps,
  tx: Tx,
  items: readonly Of<'edition'>[],
  options: ItemOptions,
): Promise<BatchResult> {
  const works = await findStagedWorks(tx, [...new Set(items.flatMap(({ edition }) => edition.works.slice(0, 1)))])
  const workOf = ({ edition }: Of<'edition'>) =>
    (works.get(edition.works[0] ?? '') as OpenLibraryWork | undefined) ?? null
  const authors = items.flatMap((item) => [...(workOf(item)?.authors ?? []), ...item.edition.authors])
  const names = await findAuthorNames(tx, [...new Set(authors)])
  const records: SourcedRecord[] = []
  const rejections: (Fault & { place: number })[] = []
  for (const item of items) {
    const { place, key, edition } = item
    const joined = { work: workOf(item), authorName: (author: string) => names.get(author) ?? null }
    const made = toRecord(key, edition, { ...joined, assumeFormat: options.assumeFormat })
    const checked = 'raw' in made ? checkRecord(made.raw) : made
    if ('record' in checked) records.push({ line: place, record: checked.record })
    else rejections.push({ place, ...checked })
  }
  const saved = await saveRecordsIn(deps, tx, records, options)
  return plus(toResult(saved), { ...nothing, rejections })
}

function toResult({ rejections, quarantined, workCount, editionCount }: Saved): BatchResult {
  const placed = rejections.map(({ line, field, reason }) => ({ place: line, field, reason }))
  return { rejections: placed, quarantined, works: workCount, editions: editionCount, withdrawn: 0 }
}

function plus(a: BatchResult, b: BatchResult): BatchResult {
  return {
    rejections: [...a.rejections, ...b.rejections],
    quarantined: a.quarantined + b.quarantined,
    works: a.works + b.works,
    editions: a.editions + b.editions,
    withdrawn: a.withdrawn + b.withdrawn,
  }
}
