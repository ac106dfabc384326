// UN/EDIFACT as Continental writes and reads it: syntax only (ISO 9735, version 3), default separators.

/** Elements of components: `['UNH', '1', ['ORDERS', 'D', '96A', 'UN']]`. */
export type Written = readonly (string | readonly string[])[]

export interface ReadSegment {
  tag: string
  /** Elements after the tag, each in components. */
  elements: string[][]
}

export interface ReadMessage {
  type: string
  segments: ReadSegment[]
}

/** An interchange that cannot be read; `control` where at least its number can. */
export class BadInterchange extends Error {
  readonly control: string | null

  constructor(message: string, control: string | null = null) {
    super(message)
    this.control = control
  }
}

/** An interchange with these messages; counts and references are filled in. */
export function writeInterchange(
  control: string,
  at: Date,
  messages: readonly { type: string; body: Written[] }[],
): string {
  const stamp = at.toISOString().replaceAll(/\D/g, '')
  const header = [
    'UNB',
    ['UNOC', '3'],
    ['CONTINENTAL', 'ZZZ'],
    ['QUIRE', 'ZZZ'],
    [stamp.slice(2, 8), stamp.slice(8, 12)],
    control,
  ]
  const bodies = messages.flatMap(({ type, body }, i) => {
    const reference = String(i + 1)
    const version = type === 'CONTRL' ? ['CONTRL', 'D', '3', 'UN'] : [type, 'D', '96A', 'UN']
    return [['UNH', reference, version], ...body, ['UNT', String(body.length + 2), reference]]
  })
  return [header, ...bodies, ['UNZ', String(messages.length), control]].map(write).join('')
}

function write(segment: Written): string {
  const elements = segment.map((element) =>
    typeof element === 'string' ? escape(element) : element.map(escape).join(':'),
  )
  return `${elements.join('+').replace(/\++$/, '')}'\n`
}

function escape(text: string): string {
  return text.replaceAll(/[?:+']/g, '?$&')
}

/** Reads an interchange of one or more messages. Throws BadInterchange. */
export function readInterchange(text: string): { control: string; messages: ReadMessage[] } {
  const segments = splitSegments(text)
  const [header, trailer] = [segments.shift(), segments.pop()]
  const control = header?.tag === 'UNB' ? component(header, 4) : ''
  if (control === '') throw new BadInterchange('no UNB')
  const messages = readMessages(segments, control)
  const isWhole = trailer?.tag === 'UNZ' && component(trailer, 1) === control
  if (!isWhole || component(trailer, 0) !== String(messages.length)) throw new BadInterchange('no UNZ', control)
  return { control, messages }
}

/** A component of an element; empty when it is left out. */
export function component({ elements }: ReadSegment, element: number, at = 0): string {
  return elements[element]?.[at] ?? ''
}

function readMessages(segments: readonly ReadSegment[], control: string): ReadMessage[] {
  const messages: ReadMessage[] = []
  let open: ReadMessage | null = null
  for (const segment of segments) {
    if (segment.tag === 'UNH' && !open) open = { type: component(segment, 1), segments: [] }
    else if (!open || segment.tag === 'UNH') throw new BadInterchange('a segment out of place', control)
    else if (segment.tag !== 'UNT') open.segments.push(segment)
    else {
      if (component(segment, 0) !== String(open.segments.length + 2)) throw new BadInterchange('UNT counts', control)
      messages.push(open)
      open = null
    }
  }
  if (open) throw new BadInterchange('a message without an end', control)
  return messages
}

function splitSegments(text: string): ReadSegment[] {
  const segments: ReadSegment[] = []
  let elements = [['']]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    const last = elements.at(-1) ?? []
    if (sign === "'") {
      const [[tag = ''] = [], ...rest] = elements
      segments.push({ tag: tag.trim(), elements: rest })
      elements = [['']]
    } else if (sign === '+') elements.push([''])
    else if (sign === ':') last.push('')
    else {
      if (sign === '?') at += 1
      last[last.length - 1] += text[at] ?? ''
    }
  }
  if (elements.flat().join('').trim() !== '') throw new BadInterchange('the last segment has no end')
  return segments
}
