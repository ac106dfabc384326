// Signs licence documents (LCP 1.0 §5.4): RSA with SHA-256 over the canonical form, with the provider's certificate beside it.
import { X509Certificate, createPrivateKey, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { toCanonical } from './to-canonical.ts'

/** Who signs: a certificate that readers trust by its root, and its private key. */
export interface Provider {
  /** DER in Base 64. */
  readonly certificate: string
  readonly key: KeyObject
}

/** Reads a certificate and its key, both PEM. Throws with a sentence when they are not RSA or do not belong together. */
export function readProvider({ certificate, key }: { certificate: string; key: string }): Provider {
  const read = new X509Certificate(certificate)
  const privateKey = createPrivateKey(key)
  if (privateKey.asymmetricKeyType !== 'rsa') throw new Error('the key that signs licences must be an RSA key')
  if (!read.checkPrivateKey(privateKey))
    throw new Error('the key that signs licences does not belong to the certificate')
  return { certificate: read.raw.toString('base64'), key: privateKey }
}

/** JSON text of the document with its signature. */
export function signLicence(document: object, { certificate, key }: Provider): string {
  const value = sign('sha256', Buffer.from(toCanonical(document)), key).toString('base64')
  const algorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
  return JSON.stringify({ ...document, signature: { algorithm, certificate, value } })
}
