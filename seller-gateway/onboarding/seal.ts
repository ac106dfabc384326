// Envelope encryption of what we show sellers. Each row is sealed by AES-256-GCM under a key of its own, and that key under one from outside the
// database (QUIRE_GATEWAY_SECRET_KEYS). The seller's id and the name of the secret are authenticated with both, so a row that was moved to
// another seller or name does not open. Outer keys rotate: the newest seals, all of them open, and `rewrap` moves a row to the newest without
// touching what it holds. NIST SP 800-38D: 96 random bits of nonce are safe here, since an outer key seals far fewer than 2^32 row keys.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** Which secret of which seller. */
export interface SecretName {
  sellerId: string
  name: string
}

/** A sealed secret as it is stored. */
export interface SealedSecret {
  kekId: string
  wrappedKey: Buffer
  sealed: Buffer
}

export interface Seals {
  /** The id of the newest outer key. */
  readonly kekId: string
  seal(secret: string, of: SecretName): SealedSecret
  /** Throws when its outer key is not among ours, or when it was changed or moved. */
  open(sealed: SealedSecret, of: SecretName): string
  /** The same secret under the newest outer key. Throws as `open` does. */
  rewrap(sealed: SealedSecret, of: SecretName): SealedSecret
  /** A keyed hash, to compare requests that hold secrets without keeping them. */
  fingerprint(text: string): Buffer
  /** True when any of our keys gave this fingerprint of `text`. */
  isFingerprint(fingerprint: Buffer, text: string): boolean
}

const nonceBytes = 12
const tagBytes = 16

/** Seals under `keys`, newest first; each any text of 32 characters or more. */
export function createSeals(keys: readonly string[]): Seals {
  const keks = keys.map((text) => ({
    id: Buffer.from(hkdfSync('sha256', text, '', 'quire gateway kek id', 8)).toString('hex'),
    key: Buffer.from(hkdfSync('sha256', text, '', 'quire gateway kek', 32)),
    macKey: Buffer.from(hkdfSync('sha256', text, '', 'quire gateway request fingerprint', 32)),
  }))
  const [current] = keks
  if (!current) throw new Error('seals need a key')

  function unwrap({ kekId, wrappedKey }: SealedSecret, aad: Buffer): Buffer {
    const kek = keks.find(({ id }) => id === kekId)
    if (!kek)
      throw new Error(`a secret is sealed under the key ${kekId}, which QUIRE_GATEWAY_SECRET_KEYS does not hold`)
    return decrypt(wrappedKey, kek.key, aad)
  }

  const mac = (text: string, key: Buffer) => createHmac('sha256', key).update(text).digest()
  return {
    kekId: current.id,
    seal(secret, of) {
      const aad = aadOf(of)
      const dataKey = randomBytes(32)
      return {
        kekId: current.id,
        wrappedKey: encrypt(dataKey, current.key, aad),
        sealed: encrypt(Buffer.from(secret), dataKey, aad),
      }
    },
    open(sealed, of) {
      const aad = aadOf(of)
      return decrypt(sealed.sealed, unwrap(sealed, aad), aad).toString('utf8')
    },
    rewrap(sealed, of) {
      const aad = aadOf(of)
      return { ...sealed, kekId: current.id, wrappedKey: encrypt(unwrap(sealed, aad), current.key, aad) }
    },
    fingerprint: (text) => mac(text, current.macKey),
    isFingerprint: (fingerprint, text) =>
      keks.some(({ macKey }) => fingerprint.length === 32 && timingSafeEqual(fingerprint, mac(text, macKey))),
  }
}

/** Unambiguous: an id is a slug, without line breaks. */
function aadOf({ sellerId, name }: SecretName): Buffer {
  return Buffer.from(`${sellerId}\n${name}`)
}

function encrypt(plain: Buffer, key: Buffer, aad: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(aad)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function decrypt(sealed: Buffer, key: Buffer, aad: Buffer): Buffer {
  const nonce = sealed.subarray(0, nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(aad)
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()])
}
