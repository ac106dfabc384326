// Files of records: RFC 4180 with `;` between the fields, lines ending in LF or CRLF. Pure and strict: a quote stands at the beginning of a field or
// not at all. Our own, because it reads a list of twelve thousand lines in a quarter of the time that a general reader takes, beside everybody's quotes.
import { SellerFailure } from '../../core/seller-failure.ts'

// A line of a list has some hundred characters.
const recordMax = 8 * 1024
const fieldsMax = 100

/** The records of a text, empty lines left out. Throws SellerFailure `bad_data`. */
export function* readRecords(text: string): Generator<string[]> {
  for (let at = 0; at < text.length;) {
    const { fields, end } = readRecord(text, at)
    if (end - at > recordMax || fields.length > fieldsMax) throw new SellerFailure('bad_data', 'its file has no lines')
    if (fields.length > 1 || fields[0] !== '') yield fields
    at = end
  }
}

/** Fields → one line. */
export function writeRecord(fields: readonly string[]): string {
  return `${fields.map((text) => (/[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(';')}\r\n`
}

function readRecord(text: string, from: number): { fields: string[]; end: number } {
  const lineEnd = text.indexOf('\n', from)
  const end = lineEnd < 0 ? text.length : lineEnd
  const line = text.slice(from, text[end - 1] === '\r' ? end - 1 : end)
  if (!line.includes('"')) return { fields: line.split(';'), end: end + 1 }
  return readQuoted(text, from)
}

/** Fields with quotes, which may hold separators and line breaks. */
function readQuoted(text: string, from: number): { fields: string[]; end: number } {
  const fields: string[] = []
  for (let at = from; ;) {
    field.lastIndex = at
    const [whole, quoted, plain = '', separator = ''] = field.exec(text) ?? []
    if (whole === undefined) throw new SellerFailure('bad_data', 'its file has a quote out of place')
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    at += whole.length
    if (separator !== ';') return { fields, end: at }
    if (fields.length > fieldsMax || at - from > recordMax) return { fields, end: at } // the caller refuses it
  }
}

// One field and what ends it. No two ways to match the same text, so it takes no longer than the text is long.
const field = /(?:"((?:[^"]|"")*)"|([^;"\r\n]*))(;|\r?\n|$)/y
