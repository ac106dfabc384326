// What is kept of an ebook to be shown, and the passphrases that we choose for reading apps.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { useDrm } from '#testing/drm'
import { filesOf, packageOf, zip } from '#testing/epubs'
import { openFiles } from './keep-files.ts'
import { createKeyRing } from './keep-keys.ts'
import { listAppKeys, toAppPassphrase } from './list-app-keys.ts'
import { updateDescriptions } from './update-descriptions.ts'

const world = useDrm()
const secrets = ['a secret for content keys of thirty-two and more', 'another secret for content keys of more than 32']

const withMetadata = (metadata: string) =>
  zip(filesOf([{ path: 'OPS/package.opf', body: packageOf().replace('</metadata>', `${metadata}</metadata>`) }]))

it('keeps what an upload says of itself, cut to what a page can show', async () => {
  const long = 'Beware. '.repeat(1_000)
  const said = Array.from({ length: 100 }, (_, i) => `<meta property="schema:accessibilityFeature">f${i}</meta>`).join(
    '',
  )
  const id = await world.publish(
    await withMetadata(`${said}<meta property="schema:accessibilitySummary">${long}</meta>`),
  )
  const { description } = await world.drm.getPublication(id)
  expect(description).toMatchObject({ layout: 'reflowable', cover: { path: 'OPS/cover.png', mediaType: 'image/png' } })
  expect(description?.accessibility.features.length).toBe(60)
  expect(description?.accessibility.summary?.length).toBe(3_000)
  expect((await world.drm.listPublications([id, randomUUID()])).get(id)?.description).toEqual(description)
})

it('describes what was stored before descriptions were, and what it cannot read another time', async () => {
  const id = await world.publish()
  const { description } = await world.drm.getPublication(id)
  const files = await openFiles(world.folder, world.now())
  await sql`update drm_publication set description = null where id = ${id}`.execute(world.db)
  const lost = randomUUID()
  await sql`insert into drm_publication (id, scheme, title, sha256, bytes, wrapped_key, key_id, created_by, created_at)
    values (${lost}, 'LCP', 'Lost', ${Buffer.alloc(32)}, 1, ${Buffer.alloc(1)}, 'k', 'test', now())`.execute(world.db)
  expect(await updateDescriptions(world.db, files)).toBe(1)
  expect((await world.drm.getPublication(id)).description).toEqual(description)
  expect((await world.drm.getPublication(lost)).description).toBeNull()
  expect(await updateDescriptions(world.db, files)).toBe(0)
})

it('knows by the key check which licences open with the passphrase that we chose, also after a change of secrets', async () => {
  const chosen = world.drm.toAppPassphrase('reader-1')
  expect(chosen.text).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
  expect(world.drm.toAppPassphrase('reader-2').text).not.toBe(chosen.text)
  const publicationId = await world.publish()
  const ours = await world.issue(publicationId, { passphrase: chosen })
  const theirs = await world.issue(publicationId)
  const marked = await world.issue(await world.publish(undefined, 'WATERMARK'), { passphrase: null })
  const licenceIds = [ours.id, theirs.id, marked.id, randomUUID()]
  const keysOf = async (used: string[], readerId = 'reader-1') =>
    await listAppKeys({ db: world.db, keys: createKeyRing(used), toUserKey: (hash) => hash }, { readerId, licenceIds })
  const expected = new Map([
    [ours.id, { scheme: 'LCP', passphraseHash: chosen.hash }],
    [theirs.id, { scheme: 'LCP', passphraseHash: null }],
    [marked.id, { scheme: 'WATERMARK', passphraseHash: null }],
  ])
  expect(await keysOf(secrets)).toEqual(expected)
  const [first = '', second = ''] = secrets
  expect(toAppPassphrase(createKeyRing([second, first]), 'reader-1').text).not.toBe(chosen.text)
  expect(await keysOf([second, first])).toEqual(expected)
  expect((await keysOf([second])).get(ours.id)?.passphraseHash).toBeNull()
  expect(await keysOf(secrets, 'reader-2')).toEqual(new Map())
})
