// The marks of a social watermark in one document of an EPUB: a line that its source shows, and signs of no width at the end of a paragraph,
// which stay when text is copied or the book is converted. A document that is no well-formed XML stays as it is.
import sax from 'sax'
import type { QualifiedTag } from 'sax'

const zero = '\u2060' // word joiner and zero-width non-joiner: nothing is drawn, no line breaks there, no screen reader says them
const one = '\u200C'
const bitsOfMark = 80
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What to insert in front of the end tag of which element; the last one in the document counts. */
type Insertions = Readonly<Record<string, string>>

/** An XHTML document with the mark in its text and its source. */
export function markText(xhtml: string, mark: string): string {
  return insertBeforeEnds(xhtml, { p: toSigns(mark), body: `<!-- ${toLine(mark)} -->` })
}

/** A style sheet with the mark in a comment. */
export function markStyle(css: string, mark: string): string {
  return `${css}\n/* ${toLine(mark)} */\n`
}

/** A package document that lists the page `href`, at the end of the reading order, and has the mark among its metadata. */
export function markPackage(opf: string, { mark, href, id }: { mark: string; href: string; id: string }): string {
  return insertBeforeEnds(opf, {
    metadata: `<~meta name="quire-copy" content="${mark}"/>`,
    manifest: `<~item id="${id}" href="${href}" media-type="application/xhtml+xml"/>`,
    spine: `<~itemref idref="${id}"/>`,
  })
}

/** The page that says whose copy this is. Well-formed in EPUB 2 and EPUB 3. */
export function toCopyPage({ name, title, mark }: { name: string; title: string; mark: string }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">
<head><title>About this copy</title></head>
<body>
<h1>About this copy</h1>
<p>This copy of <em>${toXml(title)}</em> was made for <strong>${toXml(name)}</strong>. Please enjoy it, and do not pass it on.</p>
<p>Copy ${mark}</p>
</body>
</html>
`
}

/** Every mark in a text, in whichever form. */
export function findMarks(text: string): string[] {
  const lines = [...text.matchAll(/Quire copy ([0-9A-HJKMNP-TV-Z]{16})\b/g)].map(([, mark = '']) => mark)
  const metadata = [...text.matchAll(/name="quire-copy" content="([0-9A-HJKMNP-TV-Z]{16})"/g)].map(
    ([, mark = '']) => mark,
  )
  const signs = [...text.matchAll(new RegExp(`[${zero}${one}]{${bitsOfMark}}`, 'g'))].map(([run]) => fromSigns(run))
  return [...new Set([...lines, ...metadata, ...signs])]
}

const toLine = (mark: string) => `Quire copy ${mark}`

function toSigns(mark: string): string {
  const bits = [...mark].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return bits.replaceAll('0', zero).replaceAll('1', one)
}

function fromSigns(run: string): string {
  const bits = run.replaceAll(zero, '0').replaceAll(one, '1')
  return [...bits.matchAll(/.{5}/g)].map(([five]) => alphabet[Number.parseInt(five, 2)] ?? '').join('')
}

/** `~` in an insertion becomes the prefix that the document uses for the element. */
function insertBeforeEnds(xml: string, insertions: Insertions): string {
  const places = new Map<string, { at: number; text: string }>()
  const parser = new sax.SAXParser(true, { xmlns: true, position: true })
  const open: QualifiedTag[] = []
  parser.onopentag = (tag) => void open.push(tag as QualifiedTag)
  parser.onclosetag = () => {
    const { local = '', prefix = '', isSelfClosing = false } = open.pop() ?? {}
    const text = insertions[local]
    if (text === undefined || isSelfClosing) return
    const at = parser.startTagPosition - 1 // it counts the < of the end tag
    places.set(local, { at, text: text.replaceAll('~', prefix === '' ? '' : `${prefix}:`) })
  }
  parser.onerror = (error) => {
    throw error
  }
  try {
    parser.write(xml).close()
  } catch {
    return xml
  }
  let marked = xml
  for (const { at, text } of [...places.values()].toSorted((a, b) => b.at - a.at))
    marked = marked.slice(0, at) + text + marked.slice(at)
  return marked
}

function toXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
