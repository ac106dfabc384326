// EPUBs for tests: a small real one, a large one, and ZIPs that no EPUB should be.
import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A file of an EPUB: its bytes, stored unless it deflates. */
export interface TestFile {
  readonly path: string
  readonly body: string | Buffer
  readonly isStored?: boolean
}

const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>`

export const chapter = page('Chapter 1', '<h1>Chapter 1</h1><p>Call me Ishmael &amp; wait.</p><p>The end.</p>')
export const style = 'p { margin: 0 }\n'

/** An XHTML page. */
export function page(name: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>${name}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>${body}</body>
</html>`
}

/** The package document; `items` and `refs` are further lines of its manifest and its spine. */
export function packageOf({ items = '', refs = '' } = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:uuid:6e1f3b3a-5d8e-4c57-9a0d-1f6f9e6f2a01</dc:identifier>
<dc:title>A Test &amp; a Book</dc:title><dc:language>en</dc:language><meta property="dcterms:modified">2026-11-22T00:00:00Z</meta></metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c1" href="chapter%201.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="style.css" media-type="text/css"/>
<item id="cover" href="cover.png" media-type="image/png" properties="cover-image"/>
<item id="dot" href="dot.png" media-type="image/png"/>${items}
</manifest>
<spine><itemref idref="c1"/>${refs}</spine>
</package>`
}

/** A PNG of one pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
)

/** The files of the small EPUB, which a checker accepts; `more` replace those of the same path and follow the others. */
export function filesOf(more: readonly TestFile[] = []): TestFile[] {
  const files: TestFile[] = [
    { path: 'mimetype', body: 'application/epub+zip', isStored: true },
    { path: 'META-INF/container.xml', body: container },
    { path: 'OPS/package.opf', body: packageOf() },
    {
      path: 'OPS/nav.xhtml',
      body: page('Contents', '<nav epub:type="toc"><ol><li><a href="chapter%201.xhtml">Chapter 1</a></li></ol></nav>'),
    },
    { path: 'OPS/chapter 1.xhtml', body: chapter },
    { path: 'OPS/style.css', body: style },
    { path: 'OPS/cover.png', body: png, isStored: true },
    { path: 'OPS/dot.png', body: png, isStored: true },
  ]
  const replaced = new Map(more.map((file) => [file.path, file]))
  const kept = files.map((file) => replaced.get(file.path) ?? file)
  return [...kept, ...more.filter(({ path }) => !files.some((file) => file.path === path))]
}

/** The bytes of a ZIP of these files, in their order. */
export async function zip(files: readonly TestFile[]): Promise<Buffer> {
  const archive = new ZipFile()
  for (const { path, body, isStored = false } of files)
    archive.addBuffer(Buffer.from(body as string), path, {
      compress: !isStored,
      mtime: new Date(2026, 0, 1),
      forceDosTimestamp: true,
    })
  archive.end()
  return await buffer(archive.outputStream as Readable)
}

/** The files of an EPUB of about so many megabytes: half pictures that do not deflate, half text that does. */
export function largeFiles(megabytes: number): TestFile[] {
  const noise = Array.from({ length: megabytes / 2 }, (_, i) => ({
    path: `OPS/picture${i}.png`,
    body: Buffer.concat([png, randomBytes(1024 * 1024)]),
    isStored: true,
  }))
  const texts = Array.from({ length: megabytes / 2 }, (_, i) => ({
    path: `OPS/text${i}.xhtml`,
    // base64 of noise: deflates to three quarters, which is as slow as text gets
    body: page(
      `Text ${i}`,
      `<p>${randomBytes(1024 * 1024)
        .toString('base64')
        .replaceAll('+', ' ')}</p>`,
    ),
  }))
  const items = [
    ...noise.map((_, i) => `<item id="p${i}" href="picture${i}.png" media-type="image/png"/>`),
    ...texts.map((_, i) => `<item id="t${i}" href="text${i}.xhtml" media-type="application/xhtml+xml"/>`),
  ]
  const refs = texts.map((_, i) => `<itemref idref="t${i}"/>`)
  const opf = packageOf({ items: items.join('\n'), refs: refs.join('') })
  return filesOf([{ path: 'OPS/package.opf', body: opf }, ...noise, ...texts])
}

/** The bytes as an upload brings them. */
export async function* upload(bytes: Buffer, chunkBytes = 64 * 1024): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}
