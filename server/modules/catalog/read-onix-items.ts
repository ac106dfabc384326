import type { Readable } from 'node:stream'
import { parseIsbn } from '#platform/isbn'
import { checkRecord } from './check-record.ts'
import type { ImportItem, Sink } from './import-records.ts'
import type { Format } from './model.ts'
import { SourceError } from './open-source.ts'
import { readXml } from './read-xml.ts'
import { referenceName } from './translate-codes.ts'
import { translateHeader, translateProduct } from './translate-onix.ts'

/** Gives the products behind the `after`th of an ONIX 3 message, with either kind of tags. Throws a SourceError for what is none. */
export async function readOnixItems(
  source: Readable,
  { after, assumeFormat }: { after: number; assumeFormat: Format | null },
  sink: Sink,
): Promise<void> {
  let place = 0
  let header: { sender: string; sentAt: string | null } | null = null
  await readXml(
    source,
    {
      onRoot(name, { release }) {
        if (name !== 'ONIXMessage')
          throw new SourceError(`the file is no ONIX message: it begins with <${name.slice(0, 60)}>`)
        if (!release?.startsWith('3.'))
          throw new SourceError(`this is ONIX ${release?.slice(0, 10) ?? 'without a release'}; release 3 is read`)
      },
      async onRecord(record, { line, fault }) {
        if (record.name === 'Header') {
          const said = translateHeader(record)
          if ('field' in said) throw new SourceError(`line ${line}: ${said.field} ${said.reason}`)
          header = said
        }
        if (record.name !== 'Product') return
        place++
        if (place <= after) return
        if (!header) throw new SourceError(`line ${line}: the first product stands before the header`)
        if (fault !== null) return sink({ kind: 'rejected', place, field: 'Product', reason: fault })
        await sink(toItem(place, translateProduct(record, { ...header, assumeFormat })))
      },
    },
    referenceName,
  )
}

function toItem(place: number, item: ReturnType<typeof translateProduct>): ImportItem {
  if (item.kind === 'book') {
    const checked = checkRecord(item.raw)
    if (!('record' in checked)) return { kind: 'rejected', place, ...checked }
    return { kind: 'book', place, record: checked.record, onix: item.onix }
  }
  if (item.kind === 'withdrawal' || item.kind === 'patch') {
    const parsed = parseIsbn(item.isbn13 ?? '')
    return { ...item, place, isbn13: 'isbn13' in parsed ? parsed.isbn13 : null }
  }
  return { ...item, place }
}
