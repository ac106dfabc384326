// Issues licences: for LCP the content key under the reader's own key (LCP 1.0 §3.4, §4.2), for a watermark the mark of the copy.
import { createCipheriv, randomBytes } from 'node:crypto'
import type { Tx } from '#platform/db'
import type { KeyRing } from './keep-keys.ts'
import { refuse } from './model.ts'
import type { IssueLicence, Licence } from './model.ts'
import { getStoredLicence, getStoredPublication, saveLicence } from './queries.ts'
import type { Sealed, StoredPublication } from './queries.ts'

const hintMax = 200 // one line in a reading app
const nameMax = 200
/** Readers disagree on how a signature sees these (some escape them): a licence of ours holds none. */
const unsafe = /[<>&\p{Cc}\u2028\u2029]/u

export interface Issuing {
  readonly keys: KeyRing
  /** From the passphrase's SHA-256 to the user key; the production profile has its own way. */
  readonly toUserKey: (passphraseHash: Buffer) => Buffer
}

/** Issues a licence in the caller's transaction; the same id again is the licence that there is. */
export async function issueLicence({ keys, toUserKey }: Issuing, tx: Tx, order: IssueLicence): Promise<Licence> {
  checkRights(order)
  const publication = await getStoredPublication(tx, order.publicationId)
  const sealed =
    publication.scheme === 'LCP'
      ? sealForPassphrase(order, openKey(keys, publication), toUserKey)
      : { lcp: null, watermark: { name: order.reader.name, mark: keys.markOf(order.id) } }
  const isNew = await saveLicence(tx, order, { scheme: publication.scheme, ...sealed })
  const licence = await getStoredLicence(tx, order.id)
  if (!isNew && (licence.publicationId !== order.publicationId || licence.readerId !== order.reader.id))
    throw refuse('key_reused', { licenceId: order.id })
  return licence
}

/** The content key of a publication. A key that does not unwrap is a fault of ours: a secret is gone from the configuration. */
export function openKey(keys: KeyRing, { id, wrappedKey }: StoredPublication): Buffer {
  const key = keys.unwrap(wrappedKey, id)
  if (!key) throw new Error(`no secret of QUIRE_CONTENT_KEYS opens the content key of publication ${id}`)
  return key
}

function checkRights({ rights: { start, end, copy, print }, renewableUntil, reader }: IssueLicence): void {
  const isCount = (value: number | null) =>
    value === null || (Number.isSafeInteger(value) && value >= 0 && value < 2 ** 31)
  const { name } = reader
  const checks: readonly [field: string, isRight: boolean, say: string][] = [
    ['end', end === null || end > start, 'must be after the start'],
    [
      'renewableUntil',
      renewableUntil === null || (end !== null && renewableUntil >= end),
      'must not be before the end',
    ],
    ['copy', isCount(copy), 'must be a whole number from 0, or none'],
    ['print', isCount(print), 'must be a whole number from 0, or none'],
    [
      'reader',
      name.trim() !== '' && name.length <= nameMax && name.isWellFormed(),
      `must have a name of 1 to ${nameMax} characters`,
    ],
  ]
  for (const [field, isRight, say] of checks) if (!isRight) throw refuse('rights_invalid', { field }, { [field]: say })
}

/** `key_check`, the content key and the reader's name, each under the user key. */
function sealForPassphrase(
  { id, passphrase, reader }: IssueLicence,
  contentKey: Buffer,
  toUserKey: Issuing['toUserKey'],
): Sealed {
  const hint = passphrase?.hint.trim() ?? ''
  if (!passphrase || !/^[0-9a-f]{64}$/i.test(passphrase.hash))
    throw refuse('passphrase_invalid', {}, { passphrase: 'must come as its SHA-256 in hex' })
  if (hint === '' || hint.length > hintMax || unsafe.test(hint) || !hint.isWellFormed())
    throw refuse('passphrase_invalid', {}, { hint: `must have 1 to ${hintMax} characters, without < > and &` })
  const userKey = toUserKey(Buffer.from(passphrase.hash, 'hex'))
  return {
    lcp: {
      hint,
      keyCheck: encrypt(userKey, Buffer.from(id)),
      contentKey: encrypt(userKey, contentKey),
      name: encrypt(userKey, Buffer.from(reader.name)),
    },
    watermark: null,
  }
}

/** AES-256-CBC with the IV in front, as XML-ENC 1.1 §5.2 writes it. */
function encrypt(key: Buffer, plain: Buffer): Buffer {
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  return Buffer.concat([iv, cipher.update(plain), cipher.final()])
}
