// Seals the sellers' keys that the desk keeps: AES-256-GCM (NIST SP 800-38D) under a key that HKDF (RFC 5869) derives from the server's own secret.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Owner, Vault } from './model.ts'

const version = 1 // first byte of what is sealed; another scheme gets another number
const ivBytes = 12 // what GCM is specified for
const tagBytes = 16

/** `secret` is the server's own, the same in every process. Without it what was sealed cannot be opened. */
export function createVault(secret: string): Vault {
  const sealing = derive(secret, 'quire desk: seller keys, v1')
  const hashing = derive(secret, 'quire desk: request fingerprints, v1')
  return {
    seal(text, owner) {
      const iv = randomBytes(ivBytes) // random: far below the 2^32 seals after which a repeat becomes thinkable
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(bound(owner))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), sealed])
    },
    open(sealed, owner) {
      if (sealed[0] !== version || sealed.length < 1 + ivBytes + tagBytes) return null
      const iv = sealed.subarray(1, 1 + ivBytes)
      const tag = sealed.subarray(1 + ivBytes, 1 + ivBytes + tagBytes)
      const decipher = createDecipheriv('aes-256-gcm', sealing, iv, { authTagLength: tagBytes })
      decipher.setAAD(bound(owner)).setAuthTag(tag)
      try {
        const text = Buffer.concat([decipher.update(sealed.subarray(1 + ivBytes + tagBytes)), decipher.final()])
        return text.toString('utf8')
      } catch {
        return null // of another owner, of another secret, or tampered with: all the same to us
      }
    },
    fingerprint: (text) => createHmac('sha256', hashing).update(text).digest(),
  }
}

/** Ties what is sealed to its row: copied into another account's or seller's row it does not open. */
function bound({ accountId, sellerId }: Owner): Buffer {
  return Buffer.from(JSON.stringify([accountId, sellerId]))
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
}
