// ASC X12 004010 as Continental's American house writes and reads it: syntax only.
import { BadInterchange } from './edifact.ts'

/** Tag and elements. */
export type X12Segment = readonly string[]

export interface X12Set {
  type: string
  segments: string[][]
}

const groupOf: Readonly<Record<string, string>> = { 832: 'SC', 855: 'PR', 865: 'CA', 870: 'RS', 997: 'FA' }

/** An interchange with these sets, all of one type; without any, only `acknowledgement` (TA1). */
export function writeX12(
  control: string,
  at: Date,
  sets: readonly { type: string; body: X12Segment[] }[],
  acknowledgement?: X12Segment,
): string {
  const stamp = at.toISOString().replaceAll(/\D/g, '')
  const isa = [
    'ISA',
    '00',
    ' '.repeat(10),
    '00',
    ' '.repeat(10),
    'ZZ',
    'CONTINENTAL'.padEnd(15),
    'ZZ',
    'QUIRE'.padEnd(15),
  ]
  const number = String(Number(control))
  const segments: X12Segment[] = [
    [...isa, stamp.slice(2, 8), stamp.slice(8, 12), 'U', '00401', control.padStart(9, '0'), '0', 'T', '>'],
    ...(acknowledgement ? [acknowledgement] : []),
  ]
  const [first] = sets
  if (first) {
    const group = groupOf[first.type] ?? 'ZZ'
    segments.push(['GS', group, 'CONTINENTAL', 'QUIRE', stamp.slice(0, 8), stamp.slice(8, 12), number, 'X', '004010'])
    for (const [i, { type, body }] of sets.entries()) {
      const set = String(i + 1).padStart(4, '0')
      segments.push(['ST', type, set], ...body, ['SE', String(body.length + 2), set])
    }
    segments.push(['GE', String(sets.length), number])
  }
  segments.push(['IEA', first ? '1' : '0', control.padStart(9, '0')])
  return segments.map(write).join('')
}

function write(segment: X12Segment): string {
  // Nothing that Continental writes holds a delimiter; what it quotes from others might.
  const elements = segment.map((element, i) =>
    segment[0] === 'ISA' && i === 16 ? element : element.replaceAll(/[*~>]/g, ' '),
  )
  return `${elements.join('*').replace(segment[0] === 'ISA' ? /$/ : /\*+$/, '')}~\n`
}

/** Reads an interchange of one group. Throws BadInterchange. */
export function readX12(text: string): { control: string; sets: X12Set[] } {
  if (!text.startsWith('ISA') || text.length < 106) throw new BadInterchange('no ISA')
  const [element = '', end = ''] = [text[3], text[105]]
  const segments = text.split(end).map((segment) => segment.replace(/^[\r\n]+/, '').split(element))
  const control = at(segments[0], 13)
  const iea = segments.findIndex(([tag]) => tag === 'IEA')
  if (iea < 0 || at(segments[iea], 2) !== control) throw new BadInterchange('no IEA', control)
  if (at(segments[1], 0) !== 'GS') throw new BadInterchange('no GS', control)
  return { control, sets: readSets(segments.slice(2, iea), control) }
}

/** An element; empty when it is left out. */
export function at(segment: readonly string[] | undefined, element: number): string {
  return segment?.[element] ?? ''
}

function readSets(segments: readonly string[][], control: string): X12Set[] {
  const sets: X12Set[] = []
  let open: X12Set | null = null
  for (const segment of segments) {
    if (segment[0] === 'ST') open = { type: at(segment, 1), segments: [] }
    else if (segment[0] !== 'SE') open?.segments.push(segment)
    else {
      if (!open || segment[1] !== String(open.segments.length + 2)) throw new BadInterchange('SE counts', control)
      sets.push(open)
      open = null
    }
  }
  if (open || sets.length === 0) throw new BadInterchange('a set without an end', control)
  return sets
}
