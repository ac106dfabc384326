// Passphrases for reading apps that borrow by themselves: nobody is there to choose one, so we do, and tell the app (LCP key retrieval, "Including
// a hashed passphrase in an OPDS publication"). Which licences open with it is asked of their key check, so that a change of secrets is noticed.
import { createDecipheriv, createHash } from 'node:crypto'
import type { Db } from '#platform/db'
import type { Issuing } from './issue-licence.ts'
import type { KeyRing } from './keep-keys.ts'
import type { AppKey, AppPassphrase } from './model.ts'
import { listStoredLicences } from './queries.ts'

const ivBytes = 16
const hint = 'It is in your library on our site, under “In a reading app”.'

/** What we choose for a reader under the newest secret. */
export function toAppPassphrase(keys: KeyRing, readerId: string): AppPassphrase {
  const [text] = keys.passphrasesOf(readerId)
  if (text === undefined) throw new Error('there is no secret to make passphrases with')
  return { text, hint, hash: hashOf(text).toString('hex') }
}

const hashOf = (text: string) => createHash('sha256').update(text, 'utf8').digest()

/** How those of these licences of the reader's open that have been issued, by id. */
export async function listAppKeys(
  { db, keys, toUserKey }: Issuing & { db: Db },
  { readerId, licenceIds }: { readerId: string; licenceIds: readonly string[] },
): Promise<Map<string, AppKey>> {
  if (licenceIds.length === 0) return new Map()
  const hashes = keys.passphrasesOf(readerId).map(hashOf)
  const candidates = hashes.map((hash) => ({ hash, userKey: toUserKey(hash) }))
  const licences = await listStoredLicences(db, readerId, licenceIds)
  return new Map(
    licences.map(({ id, scheme, lcp }) => {
      const found = lcp && candidates.find(({ userKey }) => opens(userKey, lcp.keyCheck, id))
      return [id, { scheme, passphraseHash: found ? found.hash.toString('hex') : null }]
    }),
  )
}

/** LCP 1.0 §5.3: the key check is the licence's id under the user key. */
function opens(userKey: Buffer, keyCheck: Buffer, id: string): boolean {
  try {
    const decipher = createDecipheriv('aes-256-cbc', userKey, keyCheck.subarray(0, ivBytes))
    return Buffer.concat([decipher.update(keyCheck.subarray(ivBytes)), decipher.final()]).equals(Buffer.from(id))
  } catch {
    return false // bad padding: another key
  }
}
