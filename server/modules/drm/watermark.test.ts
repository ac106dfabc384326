// The social watermark: a copy says whose it is, to people and to us, and is the same each time it is made.
import { randomUUID } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { EpubCheck } from '@likecoin/epubcheck-ts'
import { dayMs, useDrm } from '#testing/drm'
import { chapter, filesOf, packageOf, page, png, style, upload, zip } from '#testing/epubs'
import { readEntry } from '#testing/lcp-reader'
import { findMarks, markPackage, markText } from './mark-document.ts'

const world = useDrm()
const noon = new Date('2026-11-22T12:00:00Z')
const later = (ms: number) => new Date(noon.getTime() + ms)
const mayRead = async () => true
const signs = /[\u2060\u200C]/g
let publicationId: string

beforeAll(async () => {
  publicationId = await world.publish(undefined, 'WATERMARK')
})

/** A purchase by somebody of this name, and their copy. */
async function buy(name = 'Ada <Reader> & Sons'): Promise<{ id: string; bytes: Buffer; path: string }> {
  world.at(noon)
  const { id } = await world.issue(publicationId, {
    reader: { id: 'reader-1', name },
    rights: { start: noon, end: null, copy: null, print: null },
    renewableUntil: null,
    passphrase: null,
  })
  const bytes = await copyOf(id)
  const path = join(world.folder, `drafts/${id}.epub`)
  await writeFile(path, bytes)
  return { id, bytes, path }
}

async function copyOf(licenceId: string): Promise<Buffer> {
  const file = await world.drm.openFile({ licenceId, mayRead })
  return Buffer.concat(await file.read(null).toArray())
}

describe('a marked copy', () => {
  it('has a page that says whose it is, in the reading order and for a checker without fault', async () => {
    const { bytes, path } = await buy()
    expect((await readEntry(path, 'OPS/quire-copy.xhtml')).toString()).toContain(
      '<strong>Ada &lt;Reader&gt; &amp; Sons</strong>',
    )
    expect((await readEntry(path, 'OPS/package.opf')).toString()).toMatch(/<itemref idref="quire-copy"\/><\/spine>/)
    const { messages } = await EpubCheck.validate(bytes)
    expect(messages.filter(({ severity, id }) => severity !== 'usage' && id !== 'PKG-010')).toEqual([])
  })

  it('is in the clear, and what a person sees of it is what was handed in', async () => {
    const { path } = await buy()
    const text = (await readEntry(path, 'OPS/chapter 1.xhtml')).toString()
    expect(text).not.toBe(chapter)
    expect(text.replaceAll(signs, '').replace(/<!-- [^>]* -->/, '')).toBe(chapter)
    expect((await readEntry(path, 'OPS/style.css')).toString()).toContain(style)
    expect(await readEntry(path, 'OPS/dot.png')).toEqual(png)
  })

  it('is the same each time, also when it was cleaned away, and another for another buyer', async () => {
    const { id, bytes } = await buy()
    const made = (await readdir(world.folder)).filter((name) => name.includes(id))
    expect(made).toHaveLength(1)
    await rm(join(world.folder, made[0] ?? ''))
    const again = await Promise.all([copyOf(id), copyOf(id), copyOf(id)])
    for (const each of again) expect(each.equals(bytes)).toBe(true)
    expect((await buy()).bytes.equals(bytes)).toBe(false)
  })

  it('is traced to its licence, by the text alone if need be', async () => {
    const { id, bytes, path } = await buy()
    await buy()
    expect((await world.drm.traceCopy(upload(bytes)))?.id).toBe(id)
    const text = (await readEntry(path, 'OPS/chapter 1.xhtml')).toString().replace(/<!-- [^>]* -->/, '')
    const stripped = await zip(filesOf([{ path: 'OPS/chapter 1.xhtml', body: text }]))
    expect((await world.drm.traceCopy(upload(stripped)))?.id).toBe(id)
    expect(await world.drm.traceCopy(upload(await zip(filesOf())))).toBeNull()
  })

  it('of an EPUB with a page of that name gets another one, and documents that are no XML stay as they are', async () => {
    const items = '<item id="own" href="quire-copy.xhtml" media-type="application/xhtml+xml"/>'
    const own = page('Own', '<p>own</p>')
    const bytes = await zip(
      filesOf([
        { path: 'OPS/package.opf', body: packageOf({ items, refs: '<itemref idref="own"/>' }) },
        { path: 'OPS/quire-copy.xhtml', body: own },
      ]),
    )
    publicationId = await world.publish(bytes, 'WATERMARK')
    const { path } = await buy('Bo')
    expect((await readEntry(path, 'OPS/quire-copy.xhtml')).toString().replaceAll(signs, '')).toContain('<p>own</p>')
    expect((await readEntry(path, 'OPS/quire-copy1.xhtml')).toString()).toContain('<strong>Bo</strong>')
    expect(markText('<p>broken', '0'.repeat(16))).toBe('<p>broken')
  })
})

describe('a signed link', () => {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(world.url + path, { headers })

  it('opens the copy by range without signing in, until its time', async () => {
    const { id, bytes } = await buy()
    const link = world.drm.signLink({ licenceId: id, until: later(60_000) })
    expect(Buffer.from(await (await get(link)).arrayBuffer()).equals(bytes)).toBe(true)
    const part = await get(link, { range: 'bytes=-7' })
    expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, bytes.subarray(-7)])
    world.at(later(60_000))
    const late = await get(link)
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('expired')])
  })

  it('is of no use for another licence, and none once the licence is over', async () => {
    const { id } = await buy()
    const other = await buy()
    const link = world.drm.signLink({ licenceId: id, until: later(dayMs) })
    expect((await get(link.replace(id, other.id))).status).toBe(403)
    expect((await get(link.replace(id, randomUUID()))).status).toBe(403)
    await world.end(id, 'revoked')
    expect((await get(link)).status).toBe(403)
  })
})

describe('marks', () => {
  const mark = fc.string({
    unit: fc.constantFrom('0', '1', '9', 'A', 'H', 'J', 'V', 'Z'),
    minLength: 16,
    maxLength: 16,
  })

  it('are found as they were put in, in text and in metadata', () => {
    fc.assert(
      fc.property(mark, (code) => {
        expect(findMarks(markText(chapter, code))).toEqual([code])
        expect(findMarks(markText(chapter, code).replace(/<!-- [^>]* -->/, ''))).toEqual([code])
        expect(findMarks(markPackage(packageOf(), { mark: code, href: 'x.xhtml', id: 'x' }))).toEqual([code])
      }),
    )
  })

  it('take the prefix that a package document uses', () => {
    const opf =
      '<o:package xmlns:o="http://www.idpf.org/2007/opf"><o:metadata></o:metadata><o:manifest></o:manifest><o:spine></o:spine></o:package>'
    const marked = markPackage(opf, { mark: '0'.repeat(16), href: 'x.xhtml', id: 'x' })
    expect(marked).toContain('<o:itemref idref="x"/></o:spine>')
    expect(marked).toContain('<o:item id="x" href="x.xhtml" media-type="application/xhtml+xml"/></o:manifest>')
  })
})
