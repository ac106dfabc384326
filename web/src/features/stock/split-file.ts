// A CSV file of any length as pieces that fit a request, each with the file's header. It is read as it is sent: the tab never holds more than a
// piece. A field that runs over several lines is not for goods: it would be cut here, and the server says so of both lines.

/** A request holds 64 KiB; a piece grows when it is written as JSON. */
const pieceCharsMax = 30_000

export interface Piece {
  /** The header and some of the lines. */
  readonly text: string
  /** How many lines of the file, without its header, come before those. */
  readonly linesBefore: number
  readonly lines: number
}

export async function* splitFile(chunks: AsyncIterable<string>, charsMax = pieceCharsMax): AsyncGenerator<Piece> {
  let header: string | null = null
  let lines: string[] = []
  let chars = 0
  let linesBefore = 0
  for await (const line of linesOf(chunks)) {
    if (header === null) {
      header = line
      continue
    }
    if (lines.length > 0 && header.length + chars + line.length > charsMax) {
      yield { text: [header, ...lines].join('\n'), linesBefore, lines: lines.length }
      linesBefore += lines.length
      lines = []
      chars = 0
    }
    lines.push(line)
    chars += line.length + 1
  }
  yield { text: [header ?? '', ...lines].join('\n'), linesBefore, lines: lines.length }
}

/** A file's text as it is read from the disk. */
export async function* chunksOf(file: Blob): AsyncGenerator<string> {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  if (rest !== '') yield rest
}
