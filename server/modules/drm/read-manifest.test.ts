// What our reader is told of a publication: order, contents, places, and what its publisher says of who can read it how.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesOf, packageOf, page, zip } from '#testing/epubs'
import type { TestFile } from '#testing/epubs'
import { openArchive } from './open-archive.ts'
import { readManifest } from './read-manifest.ts'
import type { PublicationManifest } from './read-manifest.ts'
import { toWebpubAccessibility } from './to-webpub-accessibility.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quire-manifest-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function manifestOf(more: readonly TestFile[]): Promise<PublicationManifest> {
  const path = join(folder, 'book.epub')
  await writeFile(path, await zip(filesOf(more)))
  const archive = await openArchive(path)
  try {
    return await readManifest(archive)
  } finally {
    archive.close()
  }
}

const second = [
  '<item id="c2" href="part/two.xhtml" media-type="application/xhtml+xml"/>',
  '<item id="notes" href="notes.xhtml" media-type="application/xhtml+xml"/>',
].join('')

describe('the manifest of a publication', () => {
  it('has the files in reading order, without those beside it, and all others as resources', async () => {
    const found = await manifestOf([
      {
        path: 'OPS/package.opf',
        body: packageOf({ items: second, refs: '<itemref idref="c2"/><itemref idref="notes" linear="no"/>' }),
      },
      { path: 'OPS/part/two.xhtml', body: page('Two', '<p>Two.</p>') },
      { path: 'OPS/notes.xhtml', body: page('Notes', '<p>Notes.</p>') },
    ])
    expect(found.readingOrder.map(({ href }) => href)).toEqual(['OPS/chapter 1.xhtml', 'OPS/part/two.xhtml'])
    expect(found.resources).toContainEqual({ href: 'OPS/notes.xhtml', type: 'application/xhtml+xml' })
    expect(found.resources).toContainEqual({ href: 'OPS/cover.png', type: 'image/png', rel: 'cover' })
    expect(found.metadata).toMatchObject({ title: 'A Test & a Book', language: ['en'], layout: 'reflowable' })
  })

  it('keeps the contents as deep as they are, headings included', async () => {
    const nav = `<nav epub:type="toc"><h1>Contents</h1><ol>
      <li><a href="chapter%201.xhtml">One <em>and</em> only</a></li>
      <li><span>A part</span><ol><li><a href="chapter%201.xhtml#end">The end</a></li></ol></li>
    </ol></nav><nav epub:type="landmarks"><ol><li><a href="chapter%201.xhtml">Start</a></li></ol></nav>`
    const { toc } = await manifestOf([{ path: 'OPS/nav.xhtml', body: page('Contents', nav) }])
    expect(toc).toEqual([
      { href: 'OPS/chapter 1.xhtml', title: 'One and only' },
      {
        href: 'OPS/chapter 1.xhtml#end',
        title: 'A part',
        children: [{ href: 'OPS/chapter 1.xhtml#end', title: 'The end' }],
      },
    ])
  })

  it('reads the contents of an EPUB 2, and its direction', async () => {
    const ncx = `<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>
      <navPoint id="a"><navLabel><text>First</text></navLabel><content src="chapter%201.xhtml"/>
      <navPoint id="b"><navLabel><text>Within</text></navLabel><content src="chapter%201.xhtml#b"/></navPoint></navPoint>
    </navMap></ncx>`
    const opf = packageOf({ items: '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' })
      .replace(' properties="nav"', '')
      .replace('<spine>', '<spine toc="ncx" page-progression-direction="rtl">')
    const { toc, metadata } = await manifestOf([
      { path: 'OPS/package.opf', body: opf },
      { path: 'OPS/toc.ncx', body: ncx },
    ])
    expect(toc).toEqual([
      { href: 'OPS/chapter 1.xhtml', title: 'First', children: [{ href: 'OPS/chapter 1.xhtml#b', title: 'Within' }] },
    ])
    expect(metadata.readingProgression).toBe('rtl')
  })

  it('counts a place for each KiB, from the beginning of the book to its end', async () => {
    const { positions } = await manifestOf([
      { path: 'OPS/package.opf', body: packageOf({ items: second, refs: '<itemref idref="c2"/>' }) },
      { path: 'OPS/part/two.xhtml', body: page('Two', `<p>${'a'.repeat(4_000)}</p>`) },
      { path: 'OPS/notes.xhtml', body: page('Notes', '') },
    ])
    expect(positions.map(({ locations }) => locations.position)).toEqual([1, 2, 3, 4, 5, 6])
    expect(positions[0]).toMatchObject({ href: 'OPS/chapter 1.xhtml', title: 'Chapter 1' })
    expect(positions.at(-1)).toMatchObject({ href: 'OPS/part/two.xhtml', locations: { totalProgression: 5 / 6 } })
  })

  it('says what the publisher says of its accessibility', async () => {
    const said = `<meta property="schema:accessMode">textual</meta><meta property="schema:accessModeSufficient">textual, visual</meta>
      <meta property="schema:accessibilityFeature">tableOfContents</meta><meta property="schema:accessibilityHazard">none</meta>
      <meta property="schema:accessibilitySummary">Everything is text.</meta>
      <link rel="dcterms:conformsTo" href="http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa"/></metadata>`
    const opf = packageOf().replace('</metadata>', said)
    const { accessibility } = (await manifestOf([{ path: 'OPS/package.opf', body: opf }])).metadata
    expect(accessibility).toEqual({
      summary: 'Everything is text.',
      features: ['tableOfContents'],
      hazards: ['none'],
      accessModes: ['textual'],
      sufficientModes: [['textual', 'visual']],
      conformsTo: ['http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa'],
    })
    expect(toWebpubAccessibility({ ...accessibility, conformsTo: ['a house standard'], hazards: ['bites'] })).toEqual({
      summary: 'Everything is text.',
      accessMode: ['textual'],
      accessModeSufficient: [['textual', 'visual']],
      feature: ['tableOfContents'],
    })
  })
})
