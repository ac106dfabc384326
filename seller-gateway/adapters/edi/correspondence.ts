// What the seller has written to us, as far as it matters: the reply to each interchange of ours, and the last that was said of each order.
// Promises: a document that comes twice counts once, whatever its control number; a receipt never stands in for an answer; what is known is bounded:
// of an order that has been forgotten, the seller is asked.
import { createHash } from 'node:crypto'
import { SellerFailure } from '../../core/seller-failure.ts'
import type { Answer, Dialect, Incoming } from './documents.ts'

/** What a document of ours came to: the business answer, or that it was never looked at. */
export type Reply =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'receipt'; verdict: 'rejected' | 'used'; detail: string }

export interface Correspondence {
  /** Takes a document. One that cannot be read is left: whoever waits for it goes on waiting, and asks. */
  take(text: string): void
  /** The reply to an interchange of ours, if it has come. */
  replyTo(control: string): Reply | null
  /** The last that was said of an order. */
  lastOf(number: string): Answer | null
}

// Orders and replies remembered; some hundred bytes each, and older ones can be asked for.
const knownMax = 10_000
// An answer is a kilobyte of text, of which some three hundred characters are kept; a document may hold the answers of a whole day.
const letterMax = 256 * 1024
const contentMax = 2_000

/** A correspondence in one of the two standards. */
export function createCorrespondence(dialect: Dialect): Correspondence {
  const replies = new Map<string, Reply>()
  const orders = new Map<string, Answer>()
  const digests = new Map<string, true>()

  function takeOne(incoming: Incoming): void {
    if (incoming.kind === 'answer') {
      const { about, number, answer } = incoming
      keep(replies, about, { kind: 'answer', answer })
      if (tellsOfOrder(answer)) keep(orders, number, answer)
    }
    // "Received" is no reply. And a receipt is no match for an answer, whichever came first.
    if (incoming.kind === 'receipt' && incoming.verdict !== 'taken' && replies.get(incoming.about)?.kind !== 'answer') {
      const { verdict, detail } = incoming
      keep(replies, incoming.about, { kind: 'receipt', verdict, detail })
    }
  }

  return {
    take(text) {
      if (text.length > letterMax) return
      // Control numbers are used twice, for the same content and for other: only the content tells.
      const digest = createHash('sha256').update(text).digest('base64url')
      if (digests.has(digest)) return
      keep(digests, digest, true)
      try {
        for (const incoming of dialect.read(text))
          // A copy, because a part of a text keeps the whole of it in memory (V8's sliced strings).
          if (JSON.stringify(incoming).length <= contentMax) takeOne(structuredClone(incoming))
      } catch (error) {
        if (!(error instanceof SellerFailure)) throw error
      }
    },
    replyTo: (control) => replies.get(control) ?? null,
    lastOf: (number) => orders.get(number) ?? null,
  }
}

/** That the number stands for another order says nothing about which; and what is unclear or undecided says nothing at all. */
function tellsOfOrder({ status, reason }: Answer): boolean {
  return status !== 'unclear' && status !== 'held' && !(status === 'refused' && reason === 'DP')
}

function keep<V>(known: Map<string, V>, key: string, value: V): void {
  known.delete(key)
  known.set(key, value)
  const [oldest] = known.keys()
  if (known.size > knownMax && oldest !== undefined) known.delete(oldest)
}
