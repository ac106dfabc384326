// API keys: `qsk_<key id>_<secret>`. The secret is 256 random bits, so there is nothing to guess from a stolen hash: SHA-256 keeps it, and a
// slow hash such as scrypt, made for passwords that people choose, would only make each call slow.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new key: what its holder gets once, and what is kept. */
export interface NewKey {
  keyId: string
  /** The whole key. */
  key: string
  hash: Buffer
}

const secretBytes = 32
const keyIdBytes = 8

/** Makes a key of 256 random bits. */
export function makeApiKey(): NewKey {
  const keyId = randomBytes(keyIdBytes).toString('hex')
  const secret = randomBytes(secretBytes).toString('base64url')
  return { keyId, key: `qsk_${keyId}_${secret}`, hash: hashOf(secret) }
}

/** The parts of what may be a key; null when it cannot be one. */
export function readApiKey(text: string): { keyId: string; hash: Buffer } | null {
  const [, keyId, secret] = /^qsk_([0-9a-f]{16})_([\w-]{43})$/.exec(text) ?? []
  return keyId === undefined || secret === undefined ? null : { keyId, hash: hashOf(secret) }
}

/** Compares in constant time. */
export function isSameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
