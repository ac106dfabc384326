// Which work each record of a batch belongs to. Pure: who has which number and key comes as data.
import type { BookRecord, Fault } from './check-record.ts'
import type { ClaimState } from './claim-queries.ts'
import { isSameBook } from './compare-books.ts'
import type { Holder, KeyedWork, Lead } from './save-queries.ts'

interface Sourced {
  readonly line: number
  readonly record: BookRecord
}

/** The work that a record goes to. */
export interface Target {
  readonly id: string
  /** The key that it was made under. */
  readonly key: string
  readonly isNew: boolean
  /** Which edition spoke for it before this batch; null for a new one. */
  readonly lead: Lead | null
}

export interface Placed extends Sourced {
  readonly target: Target
}
/** A record whose number another book has. */
export type Claimed = Sourced

export interface Known {
  readonly holders: ReadonlyMap<string, Holder>
  readonly works: ReadonlyMap<string, KeyedWork>
  /** By `isbn13 key`. */
  readonly states: ReadonlyMap<string, ClaimState>
  nextId(): string
}

export interface Chosen {
  readonly placed: readonly Placed[]
  readonly claimed: readonly Claimed[]
  readonly rejections: readonly (Fault & { line: number })[]
  /** Keys that were found to lead to a work that is there under another key. */
  readonly aliases: readonly { key: string; work_id: string }[]
}

/**
 * A number that nobody has goes where its key leads. A number that a work has stays there when the record is of the same book
 * (compare-books.ts) or when staff put it there, and then an unknown key leads to that work from now on. Otherwise the record is a claim.
 */
export function chooseTargets(records: readonly Sourced[], known: Known): Chosen {
  const holders = new Map(known.holders)
  const targets = new Map([...known.works].map(([key, work]) => [key, targetOf(work)]))
  const byId = new Map([...targets.values()].map((target) => [target.id, target]))
  const [placed, claimed, rejections]: [Placed[], Claimed[], (Fault & { line: number })[]] = [[], [], []]
  const aliases = new Map<string, string>()
  for (const { line, record } of records) {
    const { isbn13, work_key: key } = record
    const holder = holders.get(isbn13)
    const verdict = judge(record, holder, targets.get(key)?.id, known.states.get(`${isbn13} ${key}`))
    if (verdict !== null) {
      rejections.push({ line, field: 'isbn13', reason: verdict.reason })
      if (verdict.isClaim) claimed.push({ line, record })
      continue
    }
    const target = holder
      ? (byId.get(holder.workId) ?? targetOf(holder))
      : (targets.get(key) ?? { id: known.nextId(), key, isNew: true, lead: null })
    byId.set(target.id, target)
    if (!targets.has(key) && leadsTo(record, holder)) {
      targets.set(key, target)
      if (holder) aliases.set(key, target.id)
    }
    placed.push({ line, record, target })
    if (!holder) holders.set(isbn13, holderOf(record, target))
  }
  return { placed, claimed, rejections, aliases: [...aliases].map(([key, work_id]) => ({ key, work_id })) }
}

/** Whether an unknown key leads to the work where its record goes: to a new one it does, to another's only for the same book. */
function leadsTo(record: BookRecord, holder: Holder | undefined): boolean {
  return holder === undefined || isSameBook(namesOf(record), namesOfHolder(holder))
}

function judge(
  record: BookRecord,
  holder: Holder | undefined,
  targetId: string | undefined,
  state: ClaimState | undefined,
): { reason: string; isClaim: boolean } | null {
  if (!holder || holder.workId === targetId) return null
  const who = `"${holder.title}"${holder.authors.length > 0 ? ` by ${holder.authors.join(', ')}` : ''}`
  if (state === 'KEPT') return { reason: `${record.isbn13} belongs to ${who}: staff decided so`, isClaim: false }
  if (holder.isPinned || state === 'SAME_BOOK') return null
  if (isSameBook(namesOf(record), namesOfHolder(holder))) return null
  return { reason: `${record.isbn13} already belongs to ${who}, another book; staff decide`, isClaim: true }
}

function targetOf({ workId, workKey, lead }: KeyedWork): Target {
  return { id: workId, key: workKey, isNew: false, lead }
}

function namesOf({ title, work_title, subtitle, authors }: BookRecord) {
  const titles = [title, ...(work_title ? [work_title] : []), ...(subtitle ? [`${title} ${subtitle}`] : [])]
  return { titles, authors: authors.filter(({ role }) => role === 'author').map(({ name }) => name) }
}

function namesOfHolder({ title, workTitle, authors }: Holder) {
  return { titles: [title, workTitle], authors }
}

function holderOf(record: BookRecord, { id, key, lead }: Target): Holder {
  const { isbn13, title, work_title } = record
  const { authors } = namesOf(record)
  return {
    isbn13,
    workId: id,
    workKey: key,
    lead: lead ?? noLead,
    title,
    workTitle: work_title ?? title,
    authors,
    isPinned: false,
  }
}

const noLead: Lead = { isbn13: null, language: null, originalLanguage: null }
