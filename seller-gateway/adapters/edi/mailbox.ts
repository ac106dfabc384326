// What lies in the mailbox, read once and in order, for all who wait. Owns our place in it.
// Promises: a document that is being written is left alone; one that cannot be read holds nobody up; a round of reading is shared by all.
import type { Clock } from '../../core/clock.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import type { Entry, MailboxClient } from './client.ts'

export interface Mailbox {
  /** Finds our place, unless it is known. Whoever posts before that may miss the answer. */
  open(signal: AbortSignal): Promise<void>
  /** Where the mailbox ends now, as somebody saw it: our place, unless it is known. */
  sawEnd(end: number): void
  /** Reads what has come since; shared by all who ask at once. */
  catchUp(): Promise<void>
  close(): void
}

// Documents under way at once while catching up: a mailbox is no race track.
const fetchesAtOnce = 8
// One round of catching up; the caller's own deadline ends sooner.
const roundMs = 10_000
// A document that is still being written after this long will never be whole.
const writingMs = 60_000

interface Reading {
  client: MailboxClient
  clock: Clock
  /** Documents of this type are read by others. */
  skippedType: string
  /** Takes a document's text, once, in the order of the mailbox. */
  take(text: string): void
}

/** A reader of one mailbox. */
export function createMailbox({ client, clock, skippedType, take }: Reading): Mailbox {
  const closed = new AbortController()
  /** Read, but after one that is still being written. */
  const read = new Set<number>()
  const writingSince = new Map<number, number>()
  let place: number | null = null
  let round: Promise<void> | null = null

  async function catchUpOnce(): Promise<void> {
    const signal = AbortSignal.any([closed.signal, AbortSignal.timeout(roundMs)])
    try {
      for (let isMore = true; isMore;) {
        const { end, entries } = await client.list(place, signal)
        if (place === null || end < place) place = end // a mailbox that was emptied begins again
        isMore = (await readAll(entries, signal)) > 0 && place < end
      }
    } catch (error) {
      if (signal.aborted && !closed.signal.aborted) throw new SellerFailure('timeout', 'its mailbox did not answer')
      throw error
    } finally {
      round = null
    }
  }

  /** How many were read. */
  async function readAll(entries: readonly Entry[], signal: AbortSignal): Promise<number> {
    const wanted = entries.filter((entry) => !read.has(entry.number) && isWhole(entry))
    for (let at = 0; at < wanted.length; at += fetchesAtOnce) {
      const batch = wanted.slice(at, at + fetchesAtOnce)
      const texts = await Promise.all(batch.map(async (entry) => await fetchText(entry, signal)))
      for (const [i, { number }] of batch.entries()) {
        read.add(number)
        writingSince.delete(number)
        const text = texts[i] ?? null
        if (text !== null) take(text)
      }
    }
    // What is not listed any more needs no memory: a mailbox that lists other documents each time must not fill ours.
    const listed = new Set(entries.map(({ number }) => number))
    for (const number of read) if (!listed.has(number)) read.delete(number)
    for (const number of writingSince.keys()) if (!listed.has(number)) writingSince.delete(number)
    // Our place is before the first that is still being written.
    for (const { number } of entries) {
      if (!read.delete(number)) break
      place = number
    }
    return wanted.length
  }

  function isWhole({ number, status }: Entry): boolean {
    if (status !== 'X') return true
    const since = writingSince.get(number) ?? clock.now()
    writingSince.set(number, since)
    return clock.now() - since > writingMs
  }

  async function fetchText({ number, type }: Entry, signal: AbortSignal): Promise<string | null> {
    return type === skippedType ? null : await client.fetch(number, signal)
  }

  return {
    async open(signal) {
      if (place === null) place = (await client.list(null, signal)).end
    },
    sawEnd: (end) => void (place ??= end),
    catchUp: () => (round ??= catchUpOnce()),
    close: () => closed.abort(new SellerFailure('unavailable', 'the gateway is closing')),
  }
}
