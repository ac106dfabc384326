// Puts the port together: the folder, the keys, the provider that signs, and the verbs over them.
import { findMarksIn } from './mark-epub.ts'
import { issueLicence } from './issue-licence.ts'
import { openFiles } from './keep-files.ts'
import { createKeyRing } from './keep-keys.ts'
import { refuse } from './model.ts'
import type { Drm, DrmDeps, Licence, LicenceKeeper, Publication } from './model.ts'
import { openArchive, uploadBytesMax } from './open-archive.ts'
import { openFile, openManifest, openResource } from './open-file.ts'
import { protectEpub } from './protect-epub.ts'
import { listAppKeys, toAppPassphrase } from './list-app-keys.ts'
import {
  findLicenceByMark,
  getStoredLicence,
  getStoredPublication,
  listStepsOf,
  listStoredPublications,
} from './queries.ts'
import type { StoredLicence, StoredPublication } from './queries.ts'
import { readPackage } from './read-package.ts'
import { endLicence, registerDevice, renewLicence, stateAt } from './settle-licence.ts'
import { readLink, signLink } from './sign-link.ts'
import { signLicence } from './sign-licence.ts'
import type { Provider } from './sign-licence.ts'
import { updateDescriptions } from './update-descriptions.ts'
import { updateKeys } from './update-keys.ts'
import { toLicenceDocument } from './to-licence-document.ts'
import { toStatusDocument } from './to-status-document.ts'

/** The encryption profile that anybody may use, for tests only (LCP 1.0 §6.3). */
export const basicProfile = 'http://readium.org/lcp/basic-profile'

export interface DrmSettings {
  /** Where protected files lie; every server sees the same folder. */
  readonly folder: string
  /** What content keys are wrapped under, newest first. */
  readonly secrets: readonly string[]
  readonly publicUrl: string
  readonly provider: Provider
  readonly profile: string
  /** From a passphrase's SHA-256 to the user key. In the basic profile they are the same. */
  readonly toUserKey: (passphraseHash: Buffer) => Buffer
}

/** Opens the folder, moves keys to the newest secret, and gives the port over both. */
export async function openDrm({ db, clock }: DrmDeps, settings: DrmSettings): Promise<Drm> {
  const { toUserKey, publicUrl, profile, provider } = settings
  const keys = createKeyRing(settings.secrets)
  const files = await openFiles(settings.folder, clock.now())
  await updateKeys(db, keys)
  await updateDescriptions(db, files)
  const opening = { db, clock, keys, files, marking: new Map<string, Promise<void>>() }
  const addresses = { publicUrl, profile }
  return {
    async protect(upload) {
      const { publication, findings } = await protectEpub(opening, upload)
      return { publication: toPublication(publication), findings }
    },
    getPublication: async (id) => toPublication(await getStoredPublication(db, id)),
    async listPublications(ids) {
      const found = ids.length === 0 ? [] : await listStoredPublications(db, ids)
      return new Map(found.map((publication) => [publication.id, toPublication(publication)]))
    },
    toAppPassphrase: (readerId) => toAppPassphrase(keys, readerId),
    listAppKeys: (readerId, licenceIds) => listAppKeys({ db, keys, toUserKey }, { readerId, licenceIds }),
    issueLicence: async (tx, order) => toLicence(await issueLicence({ keys, toUserKey }, tx, order)),
    getLicence: async (reader, licenceId) => toLicence(await getStoredLicence(reader, licenceId)),
    endLicence: async (tx, order) => toLicence(await endLicence(tx, order)),
    renewLicence: async (tx, order) => toLicence(await renewLicence(tx, order)),
    registerDevice,
    async toLicenceDocument(licenceId) {
      const licence = await getStoredLicence(db, licenceId)
      const { lcp } = licence
      if (!lcp) throw refuse('scheme_has_none')
      const publication = await getStoredPublication(db, licence.publicationId)
      return signLicence(toLicenceDocument({ ...licence, lcp }, publication, addresses), provider)
    },
    async toStatusDocument(licenceId) {
      const licence = await getStoredLicence(db, licenceId)
      const steps = await listStepsOf(db, licenceId)
      return JSON.stringify(toStatusDocument(licence, stateAt(licence, clock.now()), { steps, addresses }))
    },
    listSteps: (licenceId) => listStepsOf(db, licenceId),
    signLink: (order) => signLink(keys, order),
    readLink: (path) => readLink(keys, path, clock.now()),
    openFile: (order) => openFile(opening, order),
    openResource: (order) => openResource(opening, order),
    openManifest: (order) => openManifest(opening, order),
    async traceCopy(file): Promise<Licence | null> {
      const draft = await files.draft(file, uploadBytesMax)
      try {
        const archive = await openArchive(draft.path)
        try {
          for (const mark of await findMarksIn(archive, await readPackage(archive))) {
            const licence = await findLicenceByMark(db, mark)
            if (licence) return toLicence(licence)
          }
          return null
        } finally {
          archive.close()
        }
      } finally {
        await files.discard(draft)
      }
    },
  }
}

/** Without its key, wrapped or not: that leaves this module in licences only. */
function toPublication({ wrappedKey: _, ...publication }: StoredPublication): Publication {
  return publication
}

/** Without keys, hint and name. */
function toLicence({ lcp: _, watermark: __, ...licence }: StoredLicence): Licence {
  return licence
}

/** The port where ebooks are not set up: every verb refuses `not_set_up`. */
export function createClosedDrm(): Drm {
  const no = (): never => {
    throw refuse('not_set_up')
  }
  const never = async () => no()
  return {
    protect: never,
    getPublication: never,
    listPublications: never,
    toAppPassphrase: no,
    listAppKeys: never,
    issueLicence: never,
    getLicence: never,
    endLicence: never,
    renewLicence: never,
    registerDevice: never,
    toLicenceDocument: never,
    toStatusDocument: never,
    listSteps: never,
    signLink: no,
    readLink: no,
    openFile: never,
    openResource: never,
    openManifest: never,
    traceCopy: never,
  }
}

/** The keeper of licences that nobody lends: given back or renewed as their rights allow. One without an end was bought, and is kept. */
export function createKeeper({ db, clock }: DrmDeps, drm: Drm): LicenceKeeper {
  return {
    giveBack: ({ licenceId, device }) =>
      db.transaction().execute(async (tx) => {
        const licence = await drm.getLicence(tx, licenceId)
        if (licence.rights.end === null) throw refuse('not_lent', { licenceId })
        await drm.endLicence(tx, { licenceId, how: 'returned', device, at: clock.now() })
      }),
    extend: ({ licenceId, device, end }) =>
      db.transaction().execute(async (tx) => {
        const longest = end ?? (await drm.getLicence(tx, licenceId)).renewableUntil
        if (longest === null) throw refuse('renewal_invalid')
        await drm.renewLicence(tx, { licenceId, end: longest, device, at: clock.now() })
      }),
  }
}
