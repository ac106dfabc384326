// A demo book as an EPUB 3.3 file: navigation, one page a chapter, and the accessibility metadata that a book of plain text may claim.
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { DemoBook } from './books.ts'

const written = new Date(Date.UTC(2026, 10, 22)) // the same book has the same bytes

export async function writeEpub(book: DemoBook): Promise<Buffer> {
  const archive = new ZipFile()
  const add = (path: string, text: string, compress = true) =>
    archive.addBuffer(Buffer.from(text), path, { compress, mtime: written, forceDosTimestamp: true })
  add('mimetype', 'application/epub+zip', false) // first and as it is: OCF 3.3 §4.2.1
  add('META-INF/container.xml', container)
  add('EPUB/package.opf', packageOf(book))
  add('EPUB/nav.xhtml', page(book.title, navOf(book)))
  for (const [i, { title, paragraphs }] of book.chapters.entries()) {
    const text = paragraphs.map((each) => `<p>${escape(each)}</p>`).join('\n')
    add(
      `EPUB/${nameOf(i)}`,
      page(title, `<section epub:type="chapter" role="doc-chapter"><h1>${escape(title)}</h1>\n${text}</section>`),
    )
  }
  archive.end()
  return await buffer(archive.outputStream as Readable)
}

const nameOf = (chapter: number) => `chapter-${chapter + 1}.xhtml`

const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`

function packageOf({ isbn13, title, author, chapters }: DemoBook): string {
  const items = chapters.map((_, i) => `<item id="c${i}" href="${nameOf(i)}" media-type="application/xhtml+xml"/>`)
  const refs = chapters.map((_, i) => `<itemref idref="c${i}"/>`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:isbn:${isbn13}</dc:identifier>
<dc:title>${escape(title)}</dc:title>
<dc:creator>${escape(author)}</dc:creator>
<dc:language>en</dc:language>
<meta property="dcterms:modified">${written.toISOString().slice(0, 10)}T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">displayTransformability</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Plain text with headings. There are no pictures.</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
${items.join('\n')}
</manifest>
<spine>
${refs.join('\n')}
</spine>
</package>
`
}

function navOf({ chapters }: DemoBook): string {
  const entries = chapters.map(({ title }, i) => `<li><a href="${nameOf(i)}">${escape(title)}</a></li>`)
  return `<nav epub:type="toc" role="doc-toc"><h1>Contents</h1><ol>\n${entries.join('\n')}\n</ol></nav>`
}

function page(title: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>${escape(title)}</title></head>
<body>${body}</body>
</html>
`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
