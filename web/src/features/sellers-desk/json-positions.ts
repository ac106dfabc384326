// Where things stand in a pasted JSON text (RFC 8259), so that what is wrong can be shown at its line. JSON.parse keeps no positions, and browsers
// word its errors differently.

/** What `locate` finds: for each value its path, as the gateway writes it (`quotes.answers[1].when`), and where it begins. */
export interface Located {
  readonly offsets: ReadonlyMap<string, number>
  /** The first place that is no JSON; null when all of it is. */
  readonly problem: { readonly offset: number; readonly expected: string } | null
}

interface Place {
  /** Both count from 1. */
  readonly line: number
  readonly column: number
}

const depthMax = 64 // no mapping is nested like this; a text that is would only end the stack

export function locate(text: string): Located {
  const offsets = new Map<string, number>()
  try {
    const reader = readerOf(text)
    readValue(reader, '', offsets, 0)
    reader.skipSpace()
    if (reader.at < text.length) throw new Unexpected(reader.at, 'nothing after the end')
    return { offsets, problem: null }
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error
    return { offsets, problem: { offset: error.offset, expected: error.expected } }
  }
}

export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

/** Where `path` begins, or the nearest value around it when the text has no such place: what is missing is shown where it should be. */
export function offsetOf({ offsets }: Located, path: string): number {
  for (let nearest = path; nearest !== ''; nearest = nearest.replace(/(^|\.)[^.[\]]*$|\[\d+\]$|\[[^\]]*\]$/, '')) {
    const offset = offsets.get(nearest)
    if (offset !== undefined) return offset
  }
  return offsets.get('') ?? 0
}

class Unexpected extends Error {
  readonly offset: number
  readonly expected: string
  constructor(offset: number, expected: string) {
    super(expected)
    this.offset = offset
    this.expected = expected
  }
}

interface Reader {
  at: number
  skipSpace(): void
  /** Takes what matches here, or null. */
  take(pattern: RegExp): string | null
  /** Takes what matches, or says that it was expected. */
  need(pattern: RegExp, expected: string): string
}

function readerOf(text: string): Reader {
  const reader: Reader = {
    at: 0,
    skipSpace: () => void reader.take(/[ \t\r\n]*/y),
    take(pattern) {
      pattern.lastIndex = reader.at
      const found = pattern.exec(text)?.[0] ?? null
      if (found !== null) reader.at += found.length
      return found
    },
    need(pattern, expected) {
      const found = reader.take(pattern)
      if (found === null) throw new Unexpected(reader.at, `expected ${expected}`)
      return found
    },
  }
  return reader
}

const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const scalar =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

function readValue(reader: Reader, path: string, offsets: Map<string, number>, depth: number): void {
  reader.skipSpace()
  offsets.set(path, reader.at)
  if (depth > depthMax) throw new Unexpected(reader.at, `expected at most ${depthMax} levels`)
  if (reader.take(/\{/y) !== null) return readMembers(reader, path, offsets, depth)
  if (reader.take(/\[/y) !== null) return readElements(reader, path, offsets, depth)
  reader.need(scalar, 'a value')
}

function readMembers(reader: Reader, path: string, offsets: Map<string, number>, depth: number): void {
  reader.skipSpace()
  if (reader.take(/\}/y) !== null) return
  do {
    reader.skipSpace()
    const key: unknown = JSON.parse(reader.need(string, 'a name in double quotes'))
    reader.skipSpace()
    reader.need(/:/y, 'a colon')
    readValue(reader, path === '' ? String(key) : `${path}.${String(key)}`, offsets, depth + 1)
    reader.skipSpace()
  } while (reader.take(/,/y) !== null)
  reader.need(/\}/y, 'a comma or }')
}

function readElements(reader: Reader, path: string, offsets: Map<string, number>, depth: number): void {
  reader.skipSpace()
  if (reader.take(/\]/y) !== null) return
  let index = 0
  do {
    readValue(reader, `${path}[${index}]`, offsets, depth + 1)
    index += 1
    reader.skipSpace()
  } while (reader.take(/,/y) !== null)
  reader.need(/\]/y, 'a comma or ]')
}
