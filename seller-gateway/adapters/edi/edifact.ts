// The syntax of UN/EDIFACT: ISO 9735:1988, version 3 (service segments UNA, UNB, UNH, UNT, UNZ). Pure and strict: an interchange is read whole,
// with every count and reference right, or not at all. Functional groups (UNG) are not agreed with anybody and refused.
import { component, elementsMax, gatherSegments, segmentsMax, unreadable } from './interchange.ts'
import type { Interchange, Message, Segment } from './interchange.ts'

/** A segment to write: `['LIN', '1', '', ['9780340839935', 'EN']]`. */
export type WrittenSegment = readonly (string | readonly string[])[]

interface Separators {
  component: string
  element: string
  release: string
  segment: string
  /** Finds the next of them. */
  next: RegExp
}

const defaults = separatorsOf(':', '+', '?', "'")

/** Text that UNOC (ISO 8859-1, without control characters) cannot carry. */
const notInUnoc = /[^\u0020-\u007e\u00a0-\u00ff]/

/** Reads one interchange. Throws SellerFailure `bad_data`. */
export function readEdifact(text: string): Interchange {
  return toInterchange([...readSegments(text)])
}

/** The same for a long one, with pauses in which others have their turn. */
export async function readLongEdifact(text: string): Promise<Interchange> {
  return toInterchange(await gatherSegments(readSegments(text)))
}

function toInterchange(segments: Segment[]): Interchange {
  const [header, trailer] = [segments.shift(), segments.pop()]
  const control = component(header, 4)
  if (header?.tag !== 'UNB' || control === '') throw unreadable('no UNB')
  if (trailer?.tag !== 'UNZ') throw unreadable('no UNZ')
  const messages = readMessages(segments)
  if (component(trailer, 1) !== control) throw unreadable('UNZ ends another interchange')
  if (component(trailer, 0) !== String(messages.length)) throw unreadable('UNZ counts other messages')
  return { control, sender: component(header, 1), recipient: component(header, 2), messages }
}

/** Writes one interchange with one message. Throws a RangeError for text that UNOC cannot carry. */
export function writeEdifact({ control, sender, recipient, at, type, body }: EdifactToWrite): string {
  const stamp = at.toISOString().replaceAll(/\D/g, '')
  const segments: WrittenSegment[] = [
    ['UNB', ['UNOC', '3'], [sender, 'ZZZ'], [recipient, 'ZZZ'], [stamp.slice(2, 8), stamp.slice(8, 12)], control],
    ['UNH', '1', [type, 'D', '96A', 'UN']],
    ...body,
    ['UNT', String(body.length + 2), '1'],
    ['UNZ', '1', control],
  ]
  return segments.map(writeSegment).join('')
}

interface EdifactToWrite {
  control: string
  sender: string
  recipient: string
  at: Date
  type: string
  body: readonly WrittenSegment[]
}

function writeSegment(segment: WrittenSegment): string {
  const elements = segment.map((element) => trimmed(typeof element === 'string' ? [element] : element, ':', escape))
  return `${trimmed(elements, '+', (element) => element)}'`
}

/** Joined, without the separators of empty parts at the end. */
function trimmed(parts: readonly string[], separator: string, write: (part: string) => string): string {
  const last = parts.findLastIndex((part) => part !== '')
  return parts
    .slice(0, last + 1)
    .map(write)
    .join(separator)
}

function escape(text: string): string {
  if (notInUnoc.test(text)) throw new RangeError('UNOC cannot carry this text')
  return text.replaceAll(/[?:+']/g, '?$&')
}

function readMessages(segments: readonly Segment[]): Message[] {
  const messages: Message[] = []
  let open: (Message & { reference: string }) | null = null
  for (const segment of segments) {
    if (segment.tag === 'UNH') {
      if (open) throw unreadable('a message within a message')
      open = { type: component(segment, 1), reference: component(segment, 0), segments: [] }
    } else if (!open) throw unreadable(`${segment.tag} outside of a message`)
    else if (segment.tag === 'UNT') {
      if (component(segment, 0) !== String(open.segments.length + 2)) throw unreadable('UNT counts other segments')
      if (component(segment, 1) !== open.reference) throw unreadable('UNT ends another message')
      messages.push({ type: open.type, segments: open.segments })
      open = null
    } else if (/^UN[A-GZ]$/.test(segment.tag)) throw unreadable(`${segment.tag} within a message`)
    else open.segments.push(segment)
  }
  if (open) throw unreadable('a message without an end')
  return messages
}

function* readSegments(text: string): Generator<Segment> {
  const hasAdvice = text.startsWith('UNA')
  const separators = hasAdvice ? readAdvice(text) : defaults
  let at = hasAdvice ? 9 : 0
  for (let count = 0; ; count += 1) {
    at = afterLineBreaks(text, at)
    if (at >= text.length) return
    if (count >= segmentsMax) throw unreadable('too many segments')
    const { elements, end } = readElements(text, at, separators)
    const [[tag = '', ...nested] = [], ...rest] = elements
    if (!/^[A-Z]{3}$/.test(tag) || nested.length > 0) throw unreadable('a segment without a tag')
    yield { tag, elements: rest }
    at = end
  }
}

/** UNA: the separators that this interchange uses, when they are all different. */
function readAdvice(text: string): Separators {
  const [component_ = '', element = '', , release = '', , segment = ''] = Array.from(text.slice(3, 9))
  const isClear = new Set([component_, element, release, segment]).size === 4
  if (text.length < 9 || !isClear || /[A-Za-z0-9]/.test(component_ + element + segment)) throw unreadable('no such UNA')
  return separatorsOf(component_, element, release, segment)
}

function separatorsOf(part: string, element: string, release: string, segment: string): Separators {
  const signs = [part, element, release, segment].map((sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`)
  return { component: part, element, release, segment, next: new RegExp(`[${signs.join('')}]`, 'gu') }
}

function readElements(text: string, from: number, by: Separators): { elements: string[][]; end: number } {
  const elements: string[][] = [[]]
  let part = ''
  for (let at = from; ;) {
    by.next.lastIndex = at
    const found = by.next.exec(text)
    if (!found) throw unreadable('a segment without an end')
    part += text.slice(at, found.index)
    at = found.index + 1
    const [sign] = found
    if (sign === by.release) {
      if (at >= text.length) throw unreadable('a release character at the end')
      part += text[at]
      at += 1
      continue
    }
    elements.at(-1)?.push(part)
    part = ''
    if (sign === by.segment) return { elements, end: at }
    if (sign === by.element) elements.push([])
    if (elements.length > elementsMax || (elements.at(-1)?.length ?? 0) > elementsMax)
      throw unreadable('a segment with too many elements')
  }
}

/** Not in the standard, but everybody breaks lines between segments. */
function afterLineBreaks(text: string, from: number): number {
  let at = from
  while (text[at] === '\n' || text[at] === '\r') at += 1
  return at
}
