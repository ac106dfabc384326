// What EDIFACT and X12 have in common: an interchange of messages of segments of elements of components. And what neither may be.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { SellerFailure } from '../../core/seller-failure.ts'

export interface Segment {
  tag: string
  /** After the tag; each in components, at least one. X12 uses only the first. */
  elements: string[][]
}

export interface Message {
  /** `ORDERS`, `855`. */
  type: string
  segments: Segment[]
}

export interface Interchange {
  /** The sender's control number. No proof of anything: senders use numbers twice. */
  control: string
  sender: string
  recipient: string
  messages: Message[]
}

// A price list of some thousand books has fifty thousand segments, with three parts each; a segment that we know has less than thirty elements.
export const segmentsMax = 150_000
export const elementsMax = 40
const partsMax = 1_000_000
// So many segments at once, a millisecond or two: a price list must not hold up everybody else's quotes.
const segmentsAtOnce = 500

/** All segments of a document, read with pauses in which others have their turn. Throws SellerFailure `bad_data`. */
export async function gatherSegments(source: Iterable<Segment>): Promise<Segment[]> {
  const segments: Segment[] = []
  let parts = 0
  for (const segment of source) {
    segments.push(segment)
    for (const element of segment.elements) parts += element.length
    if (parts > partsMax) throw unreadable('too many elements')
    if (segments.length % segmentsAtOnce === 0) await nextTurn()
  }
  return segments
}

/** What is no interchange, or not a whole one. */
export function unreadable(what: string): SellerFailure {
  return new SellerFailure('bad_data', `its document cannot be read: ${what}`)
}

/** A component of an element; empty when it is left out. */
export function component(segment: Segment | undefined, element: number, at = 0): string {
  return segment?.elements[element]?.[at] ?? ''
}

/** The first segment with this tag and, where given, this first component of its first element. */
export function findSegment({ segments }: Message, tag: string, first?: string): Segment | undefined {
  return segments.find((segment) => segment.tag === tag && (first === undefined || component(segment, 0) === first))
}
