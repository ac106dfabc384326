// Wraps content keys for the database: AES-256-GCM (NIST SP 800-38D) under keys that HKDF (RFC 5869) derives from the secrets of the environment.
// The newest secret wraps, all of them unwrap; a publication's row says under which, so that an old secret can be retired.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

const version = 1 // first byte of what is wrapped; another scheme gets another number
const ivBytes = 12 // what GCM is specified for
const tagBytes = 16
const keyBytes = 32 // AES-256

export interface KeyRing {
  /** Which secret wraps now. */
  readonly newestId: string
  /** Binds the key to its publication: copied into another's row it does not unwrap. */
  wrap(contentKey: Buffer, publicationId: string): Buffer
  /** Null: wrapped under a secret that is not among ours, for another publication, or tampered with. */
  unwrap(wrapped: Buffer, publicationId: string): Buffer | null
  /** A tag for texts that we give out and take back (links), and the bytes behind the marks. */
  sign(text: string): Buffer
  isSigned(text: string, tag: Buffer): boolean
  /** 16 characters by which a copy is traced to its licence; nobody else can tell them from the licence's id. */
  markOf(licenceId: string): string
  /** A reader's passphrase for their apps under each secret, the newest's first: `XXXX-XXXX-XXXX-XXXX`. */
  passphrasesOf(readerId: string): readonly string[]
}

/** `secrets` newest first, at least one. */
export function createKeyRing(secrets: readonly string[]): KeyRing {
  const keys = secrets.map((secret) => ({
    wrapping: derive(secret, 'quire drm: content keys, v1'),
    signing: derive(secret, 'quire drm: links, v1'),
    passphrases: derive(secret, 'quire drm: app passphrases, v1'),
    id: createHash('sha256').update(derive(secret, 'quire drm: key id, v1')).digest('hex').slice(0, 16),
  }))
  const [newest] = keys
  if (!newest) throw new Error('there is no secret to wrap content keys with')
  const tagOf = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  return {
    newestId: newest.id,
    wrap: (contentKey, publicationId) => seal(newest.wrapping, contentKey, publicationId),
    unwrap(wrapped, publicationId) {
      for (const { wrapping } of keys) {
        const opened = open(wrapping, wrapped, publicationId)
        if (opened) return opened
      }
      return null
    },
    sign: (text) => tagOf(newest.signing, text),
    isSigned: (text, tag) =>
      keys.some(({ signing }) => tag.length === keyBytes && timingSafeEqual(tagOf(signing, text), tag)),
    markOf: (licenceId) => toCode(tagOf(newest.signing, `mark ${licenceId}`)),
    passphrasesOf: (readerId) =>
      keys.map(({ passphrases }) => toCode(tagOf(passphrases, readerId)).replaceAll(/.{4}(?=.)/g, '$&-')),
  }
}

function seal(key: Buffer, contentKey: Buffer, publicationId: string): Buffer {
  const iv = randomBytes(ivBytes) // random: far below the 2^32 seals after which a repeat becomes thinkable
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(publicationId))
  const sealed = Buffer.concat([cipher.update(contentKey), cipher.final()])
  return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), sealed])
}

function open(key: Buffer, wrapped: Buffer, publicationId: string): Buffer | null {
  if (wrapped[0] !== version || wrapped.length !== 1 + ivBytes + tagBytes + keyBytes) return null
  const iv = wrapped.subarray(1, 1 + ivBytes)
  const tag = wrapped.subarray(1 + ivBytes, 1 + ivBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(publicationId)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(1 + ivBytes + tagBytes)), decipher.final()])
  } catch {
    return null
  }
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, keyBytes))
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford's base 32: nothing that is read for something else

/** 80 bits in 16 characters. */
function toCode(bytes: Buffer): string {
  const bits = [...bytes.subarray(0, 10)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return [...bits.matchAll(/.{5}/g)].map(([five]) => alphabet[Number.parseInt(five, 2)] ?? '').join('')
}
