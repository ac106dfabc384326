// The proof by a reader nobody here wrote: r2-lcp-js opens what we protect, and refuses what it must (testing/lcp-reader.ts).
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lsdRenew } from 'r2-lcp-js/dist/es8-es2017/src/lsd/renew.js'
import { lsdReturn } from 'r2-lcp-js/dist/es8-es2017/src/lsd/return.js'
import type { LCP } from 'r2-lcp-js/dist/es8-es2017/src/parser/epub/lcp.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureProvider } from '#drm'
import { dayMs, hashOf, passphrase, useDrm } from '#testing/drm'
import { chapter, png, style } from '#testing/epubs'
import { askStatus, decrypt, download, openLicence, parseLicence } from '#testing/lcp-reader'
import type { Reader } from '#testing/lcp-reader'

const world = useDrm()
const noon = new Date('2026-11-22T12:00:00Z')
const reader = (): Reader => ({ root: world.root, now: world.now, device: { id: 'device-1', name: 'A reading app' } })
let folder: string
let publicationId: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quire-reader-'))
  publicationId = await world.publish()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A loan of a day, issued at noon, as its reader got it. */
async function lend(): Promise<{ id: string; text: string }> {
  world.at(noon)
  const { id } = await world.issue(publicationId)
  return { id, text: await world.drm.toLicenceDocument(id) }
}

const devices = {
  getDeviceID: async () => 'device-1',
  getDeviceNAME: async () => 'A reading app',
  checkDeviceID: async () => undefined,
  recordDeviceID: async () => {},
}

describe('an LCP client nobody here wrote', () => {
  it('opens what we protect with the right passphrase, and decrypts every resource to the original bytes', async () => {
    const { text } = await lend()
    const lcp = await openLicence(reader(), text, passphrase)
    const epub = await download(folder, lcp)
    expect((await decrypt(lcp, epub, 'OPS/chapter 1.xhtml')).toString()).toBe(chapter)
    expect((await decrypt(lcp, epub, 'OPS/style.css')).toString()).toBe(style)
    expect(await decrypt(lcp, epub, 'OPS/dot.png')).toEqual(png)
    expect(await decrypt(lcp, epub, 'OPS/dot.png', [1, 3])).toEqual(png.subarray(1, 4))
  })

  it('registers its device, and the licence is active from then on', async () => {
    const { id, text } = await lend()
    await openLicence(reader(), text, passphrase)
    expect(JSON.parse(await world.drm.toStatusDocument(id))).toMatchObject({
      status: 'active',
      events: [{ type: 'register', id: 'device-1', name: 'A reading app' }],
    })
  })

  it('refuses a wrong passphrase', async () => {
    const { text } = await lend()
    await expect(openLicence(reader(), text, 'the whale is grey')).rejects.toMatchObject({ reason: 'passphrase' })
  })

  it('refuses a licence of which anything was changed', async () => {
    const { text } = await lend()
    const changes: [what: string, to: string][] = [
      [`"end":"${new Date(noon.getTime() + dayMs).toISOString()}"`, '"end":"2036-01-01T00:00:00.000Z"'],
      ['"copy":1000,', ''],
      ['/status"', '/another"'],
      ['"id":"reader-1"', '"id":"reader-2"'],
      [`"updated":"${noon.toISOString()}"`, '"updated":"2026-11-23T00:00:00.000Z"'],
      ['The colour of the whale', 'Another hint'],
      ['"rights":{', '"rights":{"https://example.org/tweet":true,'],
    ]
    for (const [what, to] of changes) {
      expect(text).toContain(what)
      const changed = openLicence(reader(), text.replace(what, to), passphrase)
      await expect(changed, what).rejects.toMatchObject({ reason: 'signature' })
    }
  })

  it('refuses a licence signed under a root that it does not trust', async () => {
    const { text } = await lend()
    const { root } = await ensureProvider(await mkdtemp(join(folder, 'other-')), noon)
    await expect(openLicence({ ...reader(), root }, text, passphrase)).rejects.toMatchObject({ reason: 'signature' })
  })

  it('itself finds a changed id, key check or profile, by the key alone', async () => {
    const { text } = await lend()
    const key = hashOf(passphrase)
    await expect(parseLicence(text).tryUserKeys([key])).resolves.toBeUndefined()
    const changes: ((licence: LCP) => void)[] = [
      (licence) => (licence.ID = randomUUID()),
      (licence) => (licence.Encryption.UserKey.KeyCheck = randomBytes(64).toString('base64')),
      (licence) => (licence.Encryption.Profile = 'http://readium.org/lcp/another'),
    ]
    for (const change of changes) {
      const licence = parseLicence(text)
      change(licence)
      await expect(licence.tryUserKeys([key]), String(change)).rejects.toBeDefined()
    }
  })

  it('refuses an expired loan: by the status server, and by its dates when that is away', async () => {
    const { text } = await lend()
    world.at(new Date(noon.getTime() + dayMs))
    await expect(openLicence(reader(), text, passphrase)).rejects.toMatchObject({
      reason: 'status',
      message: 'expired',
    })
    const offline = { ...reader(), askStatus: async () => undefined }
    await expect(openLicence(offline, text, passphrase)).rejects.toMatchObject({ reason: 'dates' })
    world.at(new Date(noon.getTime() + dayMs - 1))
    await expect(openLicence(offline, text, passphrase)).resolves.toBeDefined()
  })

  it('refuses a loan that somebody settled as expired, whose licence it gets anew', async () => {
    const { id, text } = await lend()
    world.at(new Date(noon.getTime() + dayMs + 1))
    await world.end(id, 'expired')
    const updated = await askStatus(reader(), parseLicence(text))
    expect(JSON.parse(updated ?? '')).toMatchObject({ id, rights: { end: '2026-11-23T12:00:00.000Z' } })
    await expect(openLicence(reader(), text, passphrase)).rejects.toMatchObject({ reason: 'status' })
  })

  it('gives a loan back, and cannot open it any more', async () => {
    const { id, text } = await lend()
    const lcp = await openLicence(reader(), text, passphrase)
    world.at(new Date(noon.getTime() + 60_000))
    await lsdReturn(lcp.LSD, devices)
    expect(JSON.parse(await world.drm.toStatusDocument(id))).toMatchObject({ status: 'returned' })
    await expect(openLicence(reader(), text, passphrase)).rejects.toMatchObject({
      reason: 'status',
      message: 'returned',
    })
    const now = JSON.parse(await world.drm.toLicenceDocument(id))
    expect(now.rights.end).toBe('2026-11-22T12:01:00.000Z')
    await expect(download(folder, lcp)).rejects.toThrow('answers 403, 403')
  })

  it('is refused a loan that staff withdrew', async () => {
    const { id, text } = await lend()
    await openLicence(reader(), text, passphrase)
    await world.end(id, 'revoked')
    await expect(openLicence(reader(), text, passphrase)).rejects.toMatchObject({
      reason: 'status',
      message: 'revoked',
    })
  })

  it('renews a loan, and opens it in the time that it won', async () => {
    const { id, text } = await lend()
    const lcp = await openLicence(reader(), text, passphrase)
    const end = new Date(noon.getTime() + 2 * dayMs)
    await lsdRenew(end, lcp.LSD, devices)
    world.at(new Date(noon.getTime() + 1.5 * dayMs))
    const renewed = await openLicence(reader(), text, passphrase)
    expect(renewed.ID).toBe(id)
    expect(renewed.Rights.End).toEqual(end)
  })

  it('is refused a renewal beyond what is allowed, with the error that the specification has for it', async () => {
    const { text } = await lend()
    const lcp = await openLicence(reader(), text, passphrase)
    const tooLate = new Date(noon.getTime() + 9 * dayMs)
    await expect(lsdRenew(tooLate, lcp.LSD, devices)).rejects.toMatchObject({
      httpStatusCode: 403,
      type: 'http://readium.org/license-status-document/error/renew/date',
    })
  })
})
