// The middle of every import: what a reader finds goes into batches, and each batch is saved in one transaction.
import type { BookRecord, Fault } from './check-record.ts'
import type { EditionPatch, OnixSource } from './translate-onix.ts'
import type { OpenLibraryEdition, OpenLibraryWork } from './translate-open-library.ts'

/** A batch ends with the first new work after this many items, so that the lines of one work stay together. */
const batchSize = 500
/** And at the latest here, should one work have so many editions. */
const batchSizeMax = 1_000

/** What one place of a file holds. `place`: the line, or the number of the product; it only grows. */
export type ImportItem = { readonly place: number } & (
  | { readonly kind: 'book'; readonly record: BookRecord; readonly onix?: OnixSource }
  | { readonly kind: 'patch'; readonly isbn13: string | null; readonly patch: EditionPatch; readonly onix: OnixSource }
  | { readonly kind: 'withdrawal'; readonly isbn13: string | null; readonly onix: OnixSource }
  | { readonly kind: 'author'; readonly key: string; readonly name: string }
  | { readonly kind: 'work'; readonly key: string; readonly work: OpenLibraryWork }
  | { readonly kind: 'edition'; readonly key: string; readonly edition: OpenLibraryEdition }
  | ({ readonly kind: 'rejected' } & Fault)
)
export type ItemKind = ImportItem['kind']

export type Sink = (item: ImportItem) => Promise<void>

/** What came of a batch. */
export interface BatchResult {
  readonly rejections: readonly (Fault & { place: number })[]
  readonly quarantined: number
  readonly works: number
  readonly editions: number
  readonly withdrawn: number
}

/**
 * Gathers items into batches for `flush`. Where batches end depends on the items since the last end only, so an import that goes on behind a
 * committed batch makes the same ones as one that was never interrupted.
 */
export function gather(flush: (items: readonly ImportItem[]) => Promise<void>): { add: Sink; end(): Promise<void> } {
  let batch: ImportItem[] = []
  const end = async () => {
    const items = batch
    batch = []
    if (items.length > 0) await flush(items)
  }
  return {
    async add(item) {
      if (batch.length >= batchSizeMax || (batch.length >= batchSize && workOf(batch.at(-1)) !== workOf(item)))
        await end()
      batch.push(item)
    },
    end,
  }
}

/** What keeps items together; items of no work never are. */
function workOf(item: ImportItem | undefined): string | symbol {
  if (item?.kind === 'book') return item.record.work_key
  if (item?.kind === 'edition') return item.edition.works[0] ?? Symbol('alone')
  return Symbol('none')
}
