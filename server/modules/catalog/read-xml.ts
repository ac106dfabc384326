// XML of any length, record by record, in bounded memory. Nothing in a file makes this read another file, and nothing grows in the reading: a
// document type may be named but not declared, the only entities are XML's five, and depth, size and number of elements of a record have limits.
import type { Readable } from 'node:stream'
import sax from 'sax'
import { SourceError } from './open-source.ts'
import { XmlNode } from './translate-xml.ts'

const limits = {
  depth: 40, // ONIX has 10, and XHTML within it may nest
  characters: 1_024 * 1_024, // of one record; a long description has 20,000
  elements: 20_000, // of one record; the longest in the trade have some hundred prices
}

export interface XmlReader {
  /** The outermost element. Throws a SourceError when it is not what was expected. */
  onRoot(name: string, attributes: Readonly<Record<string, string>>): void
  /** One child of the root, whole. `fault`: it was not, and what is there is not all. */
  onRecord(record: XmlNode, at: { line: number; fault: string | null }): Promise<void>
}

/** Reads to the end. Throws a SourceError when the file is not well-formed, after all records before that place were given. */
export async function readXml(source: Readable, reader: XmlReader, rename: (name: string) => string): Promise<void> {
  const ready: { record: XmlNode; line: number; fault: string | null }[] = []
  const parser = createParser(reader, rename, (done) => ready.push(done))
  let decoder: TextDecoder | null = null
  const give = async () => {
    for (const { record, line, fault } of ready.splice(0)) await reader.onRecord(record, { line, fault })
  }
  for await (const chunk of source as AsyncIterable<Buffer>) {
    decoder ??= decoderFor(chunk)
    await write(decoder.decode(chunk, { stream: true }))
  }
  await write(decoder?.decode() ?? '', true)

  async function write(text: string, isEnd = false): Promise<void> {
    try {
      parser.write(text)
      if (isEnd) parser.close()
    } finally {
      await give()
    }
  }
}

function createParser(
  reader: XmlReader,
  rename: (name: string) => string,
  onDone: (done: { record: XmlNode; line: number; fault: string | null }) => void,
): sax.SAXParser {
  const options = { position: true, strictEntities: true }
  const parser = sax.parser(true, options)
  const open: XmlNode[] = []
  let depth = 0
  let [elements, characters] = [0, 0]
  let fault: string | null = null

  parser.onopentag = ({ name, attributes }) => {
    depth++
    const local = rename(name.slice(name.indexOf(':') + 1))
    if (depth === 1) reader.onRoot(local, attributes as Record<string, string>)
    if (depth === 2) {
      ;[elements, characters, fault] = [0, 0, null]
      open.length = 0
    }
    if (depth > limits.depth)
      throw new SourceError(`line ${parser.line + 1}: elements stand ${limits.depth} deep in each other`)
    if (depth < 2) return
    elements++
    if (elements > limits.elements) fault = `has more than ${limits.elements} elements`
    const node = new XmlNode(local)
    if (fault === null) open.at(-1)?.content.push(node)
    open.push(node)
  }
  const addText = (text: string) => {
    const node = open.at(-1)
    if (depth < 2 || !node) return
    characters += text.length
    if (characters > limits.characters) fault = `has more than ${limits.characters} characters`
    if (fault === null) node.content.push(text)
  }
  parser.ontext = addText
  parser.oncdata = addText
  parser.onclosetag = () => {
    depth--
    const node = open.pop()
    if (depth === 1 && node) onDone({ record: node, line: parser.line + 1, fault })
  }
  parser.ondoctype = (declaration) => {
    if (declaration.includes('['))
      throw new SourceError('the file declares entities of its own, which are not read; save it without its DOCTYPE')
  }
  parser.onerror = (error) => {
    const reason = error.message.split('\n')[0] ?? 'is not well-formed'
    if (!/entity/i.test(reason)) throw new SourceError(`line ${parser.line + 1}: ${reason}`)
    fault ??= `line ${parser.line + 1}: ${reason}; the only ones are &amp; &lt; &gt; &quot; &apos; and numbers`
    parser.resume() // only this record is spoilt
  }
  return parser
}

/** By the byte order mark, else by the XML declaration, else UTF-8. */
function decoderFor(first: Buffer): TextDecoder {
  const mark = first.subarray(0, 2).toString('hex')
  if (mark === 'fffe') return new TextDecoder('utf-16le')
  if (mark === 'feff') return new TextDecoder('utf-16be')
  const declared = /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(first.toString('latin1', 0, 200))?.[1]
  try {
    return new TextDecoder(declared ?? 'utf-8')
  } catch {
    throw new SourceError(`the encoding ${declared} is not known`)
  }
}
