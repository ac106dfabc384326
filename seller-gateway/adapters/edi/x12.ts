// The syntax of ASC X12 004010: ISA, GS, ST, SE, GE, IEA (X12.5, X12.6). Pure and strict: an interchange is read whole, with every count and
// control number right, or not at all. X12 has no escape character: the ISA says which delimiters are used, so text must not hold them.
import { component, elementsMax, gatherSegments, segmentsMax, unreadable } from './interchange.ts'
import type { Interchange, Message, Segment } from './interchange.ts'

/** A segment to write: `['REF', 'CO', 'Q1']`. */
export type X12Segment = readonly string[]

// Position of the elements of an ISA, which is the same length everywhere: that is how the delimiters are found.
const isaLength = 106
const isaWidths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]

/** Reads one interchange; a TA1 becomes a message of its own. Throws SellerFailure `bad_data`. */
export function readX12(text: string): Interchange {
  return toInterchange([...readSegments(text)])
}

/** The same for a long one, with pauses in which others have their turn. */
export async function readLongX12(text: string): Promise<Interchange> {
  return toInterchange(await gatherSegments(readSegments(text)))
}

function toInterchange(segments: Segment[]): Interchange {
  const isa = segments.shift()
  const iea = segments.pop()
  const control = component(isa, 12)
  if (iea?.tag !== 'IEA' || component(iea, 1) !== control) throw unreadable('no IEA of this interchange')
  const { messages, groups } = readGroups(segments)
  if (component(iea, 0) !== String(groups)) throw unreadable('IEA counts other groups')
  const [sender, recipient] = [component(isa, 5).trimEnd(), component(isa, 7).trimEnd()]
  return { control: String(Number(control)), sender, recipient, messages }
}

/**
 * Writes one interchange with one transaction set; `control` is a number of up to nine digits, for the interchange and the group. Throws a
 * RangeError for text that cannot be carried.
 */
export function writeX12({ control, sender, recipient, at, group, type, body }: X12ToWrite): string {
  const [element, segment, sub] = chooseDelimiters(body)
  const stamp = at.toISOString().replaceAll(/\D/g, '')
  const number = control.padStart(9, '0')
  const blank = ' '.repeat(10)
  const isa = ['ISA', '00', blank, '00', blank, 'ZZ', sender.padEnd(15), 'ZZ', recipient.padEnd(15)]
  const segments: X12Segment[] = [
    [...isa, stamp.slice(2, 8), stamp.slice(8, 12), 'U', '00401', number, '0', 'P', sub],
    ['GS', group, sender, recipient, stamp.slice(0, 8), stamp.slice(8, 12), control, 'X', '004010'],
    ['ST', type, '0001'],
    ...body,
    ['SE', String(body.length + 2), '0001'],
    ['GE', '1', control],
    ['IEA', '1', number],
  ]
  return segments.map((one) => trimmed(one).join(element) + segment).join('')
}

interface X12ToWrite {
  control: string
  sender: string
  recipient: string
  at: Date
  /** The functional identifier code (GS01). */
  group: string
  type: string
  body: readonly X12Segment[]
}

/** Without the empty elements at the end. */
function trimmed(segment: X12Segment): X12Segment {
  return segment.slice(0, segment.findLastIndex((element) => element !== '') + 1)
}

/** Delimiters that do not occur in the text: for elements, segments and (declared, never used) components. */
function chooseDelimiters(body: readonly X12Segment[]): [string, string, string] {
  const text = body.flat().join('')
  if (/[^\u0020-\u007e\u00a0-\u00ff]/.test(text)) throw new RangeError('X12 cannot carry this text')
  const free = Array.from('*~>|^\\`<{}!').filter((sign) => !text.includes(sign))
  const [element, segment, sub] = free
  if (element === undefined || segment === undefined || sub === undefined)
    throw new RangeError('this text leaves no delimiters')
  return [element, segment, sub]
}

function* readSegments(text: string): Generator<Segment> {
  const { isa, element, end } = readHeader(text)
  const parts = text.slice(isaLength).split(end, segmentsMax + 2)
  if (parts.length > segmentsMax) throw unreadable('too many segments')
  if ((parts.pop() ?? '').trim() !== '') throw unreadable('a segment without an end')
  yield toSegment(isa)
  for (const part of parts) yield toSegment(part.replace(/^[\r\n]+/, '').split(element, elementsMax + 2))
}

/** The ISA, and the delimiters that it is written with. */
function readHeader(text: string): { isa: string[]; element: string; end: string } {
  const element = text[3] ?? ''
  const end = text[isaLength - 1] ?? ''
  const isa = text.slice(0, isaLength - 1).split(element)
  const isPlain = /^[A-Za-z0-9 ]?$/.test(element) || /^[A-Za-z0-9 ]?$/.test(end) || element === end
  if (isPlain || isa.length !== 17 || isa[0] !== 'ISA') throw unreadable('no ISA')
  if (isa.slice(1).some((part, i) => part.length !== isaWidths[i])) throw unreadable('an ISA of other widths')
  return { isa, element, end }
}

function toSegment([tag = '', ...elements]: readonly string[]): Segment {
  if (!/^[A-Z][A-Z0-9]{1,2}$/.test(tag)) throw unreadable('a segment without a tag')
  if (elements.length > elementsMax) throw unreadable('a segment with too many elements')
  return { tag, elements: elements.map((element) => [element]) }
}

interface Open {
  type: string
  control: string
  segments: Segment[]
}

interface Group {
  control: string
  sets: number
}

function readGroups(segments: readonly Segment[]): { messages: Message[]; groups: number } {
  const messages: Message[] = []
  let groups = 0
  let group: Group | null = null
  let set: Open | null = null
  for (const segment of segments) {
    if (set) {
      set = readInSet(set, segment, messages)
    } else if (group) {
      if (segment.tag === 'ST') set = beginSet(group, segment)
      else {
        endGroup(group, segment)
        group = null
        groups += 1
      }
    } else if (segment.tag === 'GS') group = { control: component(segment, 5), sets: 0 }
    else if (segment.tag === 'TA1') messages.push({ type: 'TA1', segments: [segment] })
    else throw unreadable(`${segment.tag} out of place`)
  }
  if (set || group) throw unreadable('a group without an end')
  return { messages, groups }
}

function beginSet(group: Group, segment: Segment): Open {
  group.sets += 1
  return { type: component(segment, 0), control: component(segment, 1), segments: [] }
}

/** The set, or null when this was its end. */
function readInSet(set: Open, segment: Segment, messages: Message[]): Open | null {
  if (segment.tag === 'SE') {
    messages.push(endSet(set, segment))
    return null
  }
  if (/^(ISA|IEA|GS|GE|ST|TA1)$/.test(segment.tag)) throw unreadable(`${segment.tag} within a transaction set`)
  set.segments.push(segment)
  return set
}

function endSet({ type, control, segments }: Open, end: Segment): Message {
  if (component(end, 0) !== String(segments.length + 2)) throw unreadable('SE counts other segments')
  if (component(end, 1) !== control) throw unreadable('SE ends another transaction set')
  return { type, segments }
}

function endGroup({ control, sets }: Group, end: Segment): void {
  if (end.tag !== 'GE') throw unreadable(`${end.tag} out of place`)
  if (component(end, 0) !== String(sets)) throw unreadable('GE counts other transaction sets')
  if (component(end, 1) !== control) throw unreadable('GE ends another group')
}
