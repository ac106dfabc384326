// Protection as it is configured: closed where nothing is, certificates of our own, or those and the user key of a production profile.
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf, passphrase, useDrm } from '#testing/drm'
import { parseLicence } from '#testing/lcp-reader'
import { ensureProvider } from '#drm'
import { filesOf, upload, zip } from '#testing/epubs'
import { systemClock } from '#platform/clock'
import { readConfig } from './config.ts'
import { openProtection } from './protection.ts'

const world = useDrm()
const least = {
  DATABASE_URL: 'postgres://nowhere/quire',
  BETTER_AUTH_SECRET: 'x'.repeat(32),
  STRIPE_SECRET_KEY: 'sk_test',
  QUIRE_STRIPE_WEBHOOK_SECRET: 'whsec_test',
}
let folder: string
let ebooks: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quire-protection-'))
  ebooks = { ...least, QUIRE_EBOOK_DIR: join(folder, 'ebooks'), QUIRE_CONTENT_KEYS: 'k'.repeat(32) }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const open = (env: Record<string, string>) => openProtection(readConfig(env), { db: world.db, clock: systemClock })

/** A licence for a new publication under this configuration, and what it says. */
async function issue(env: Record<string, string>) {
  const drm = await open(env)
  const id = crypto.randomUUID()
  await drm.protect({ id, scheme: 'LCP', file: upload(await zip(filesOf())), by: 'staff' })
  await world.db.transaction().execute((tx) =>
    drm.issueLicence(tx, {
      id,
      publicationId: id,
      reader: { id: 'reader-1', name: 'Ada' },
      rights: { start: new Date(), end: null, copy: null, print: null },
      passphrase: { hash: hashOf(passphrase), hint: 'a hint' },
      renewableUntil: null,
      at: new Date(),
    }),
  )
  return parseLicence(await drm.toLicenceDocument(id))
}

describe('the configuration of ebooks', () => {
  it('may be missing: every verb then says that ebooks are not set up', async () => {
    const drm = await open(least)
    await expect(drm.getPublication('x')).rejects.toMatchObject({ code: 'drm.not_set_up' })
    expect(() => drm.readLink('x')).toThrow('not set up')
  })

  it('names what is missing or wrong', () => {
    const wrong: [Record<string, string>, RegExp][] = [
      [{ QUIRE_EBOOK_DIR: '/ebooks' }, /QUIRE_CONTENT_KEYS: must be set, since QUIRE_EBOOK_DIR is/],
      [{ QUIRE_CONTENT_KEYS: 'k'.repeat(32) }, /QUIRE_EBOOK_DIR: must be set/],
      [{ QUIRE_CONTENT_KEYS: 'short', QUIRE_EBOOK_DIR: '/ebooks' }, /QUIRE_CONTENT_KEYS: must have at least 32/],
      [{ QUIRE_LCP_CERTIFICATE: 'a.pem' }, /QUIRE_LCP_PRIVATE_KEY: must be set/],
      [{ QUIRE_LCP_PROFILE: 'http://readium.org/lcp/profile-1.0' }, /QUIRE_LCP_CERTIFICATE: must be set/],
    ]
    for (const [env, says] of wrong) expect(() => readConfig({ ...least, ...env })).toThrow(says)
  })

  it('is the basic profile by default, under one certificate for all processes', async () => {
    const [first, second] = await Promise.all([issue(ebooks), issue(ebooks)])
    expect(first.Encryption.Profile).toBe('http://readium.org/lcp/basic-profile')
    expect(first.Signature.Certificate).toBe(second.Signature.Certificate)
    await expect(first.tryUserKeys([hashOf(passphrase)])).resolves.toBeUndefined()
  })

  it('takes the certificate, the profile and the user key of a production profile', async () => {
    const { root: _, ...provider } = await ensureProvider(folder, new Date())
    const transform = join(folder, 'user-key.mjs')
    await writeFile(
      transform,
      `import { createHash } from 'node:crypto'
export const toUserKey = (hash) => createHash('sha256').update(hash).digest()`,
    )
    const env = {
      ...ebooks,
      QUIRE_LCP_CERTIFICATE: join(folder, 'test-certificates/provider.pem'),
      QUIRE_LCP_PRIVATE_KEY: join(folder, 'test-certificates/provider.key'),
      QUIRE_LCP_PROFILE: 'http://readium.org/lcp/profile-1.0',
      QUIRE_LCP_USER_KEY: transform,
    }
    const licence = await issue(env)
    expect(licence.Encryption.Profile).toBe('http://readium.org/lcp/profile-1.0')
    expect(licence.Signature.Certificate).toBe(provider.certificate)
    await expect(licence.tryUserKeys([hashOf(passphrase)])).rejects.toBe(1)
    const userKey = createHash('sha256')
      .update(Buffer.from(hashOf(passphrase), 'hex'))
      .digest('hex')
    await expect(licence.tryUserKeys([userKey])).resolves.toBeUndefined()
  })

  it('refuses files that do not go together, when the process starts', async () => {
    const { root: _ } = await ensureProvider(folder, new Date())
    await ensureProvider(join(folder, 'other'), new Date())
    const mixed = {
      ...ebooks,
      QUIRE_LCP_CERTIFICATE: join(folder, 'test-certificates/provider.pem'),
      QUIRE_LCP_PRIVATE_KEY: join(folder, 'other/test-certificates/provider.key'),
    }
    await expect(open(mixed)).rejects.toThrow('does not belong to the certificate')
    const nothing = join(folder, 'nothing.mjs')
    await writeFile(nothing, 'export {}')
    await expect(open({ ...ebooks, QUIRE_LCP_USER_KEY: nothing })).rejects.toThrow('exports no function toUserKey')
    expect(await readFile(join(folder, 'test-certificates/provider.key'), 'utf8')).toContain('PRIVATE KEY')
  })

  it('moves content keys to a new secret when a process starts, and opens what it cannot move later', async () => {
    const old = 'o'.repeat(32)
    await issue({ ...ebooks, QUIRE_CONTENT_KEYS: old })
    const keyIds = async () =>
      new Set((await world.db.selectFrom('drmPublication').select('keyId').execute()).map(({ keyId }) => keyId))
    const before = await keyIds()
    await open({ ...ebooks, QUIRE_CONTENT_KEYS: `${'n'.repeat(32)},${old},${'k'.repeat(32)}` })
    const after = await keyIds()
    expect([before.size, after.size]).toEqual([2, 1])
  })
})
