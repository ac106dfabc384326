// Certificates for tests, made on the spot: X.509 v3 (RFC 5280) in DER, written by hand, since Node reads certificates and makes none.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** A certificate with its private key, in PEM. */
export interface Issued {
  cert: Buffer
  key: Buffer
  /** SHA-256, hex. */
  fingerprint: string
}

export interface Authority extends Issued {
  /** Issues a certificate for `localhost` and 127.0.0.1. */
  issue(name: string): Issued
}

/** A certificate authority of its own. */
export function makeAuthority(name: string): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const basicConstraints = extension([0x55, 0x1d, 0x13], sequence(Buffer.from([0x01, 0x01, 0xff]))) // cA
  return {
    ...pem(
      certificate({ subject: name, issuer: name, publicKey, signer: privateKey, extension: basicConstraints }),
      privateKey,
    ),
    issue(subject) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const names = sequence(tlv(0x82, Buffer.from('localhost')), tlv(0x87, Buffer.from([127, 0, 0, 1])))
      const body = { subject, issuer: name, publicKey: own.publicKey, signer: privateKey }
      return pem(certificate({ ...body, extension: extension([0x55, 0x1d, 0x11], names) }), own.privateKey)
    },
  }
}

interface Body {
  subject: string
  issuer: string
  publicKey: KeyObject
  signer: KeyObject
  extension: Buffer
}

const ecdsaWithSha256 = sequence(tlv(0x06, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])))
const dayMs = 24 * 3_600_000

function certificate({ subject, issuer, publicKey, signer, extension: one }: Body): Buffer {
  const version3 = tlv(0xa0, tlv(0x02, Buffer.from([2])))
  const serial = tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]))
  const validity = sequence(utcTime(Date.now() - dayMs), utcTime(Date.now() + dayMs))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const extensions = tlv(0xa3, sequence(one))
  const tbs = sequence(version3, serial, ecdsaWithSha256, nameOf(issuer), validity, nameOf(subject), spki, extensions)
  const signature = sign('sha256', tbs, signer)
  return sequence(tbs, ecdsaWithSha256, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])))
}

function nameOf(commonName: string): Buffer {
  const oid = tlv(0x06, Buffer.from([0x55, 0x04, 0x03]))
  return sequence(tlv(0x31, sequence(oid, tlv(0x0c, Buffer.from(commonName)))))
}

function utcTime(ms: number): Buffer {
  const text = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return tlv(0x17, Buffer.from(text.slice(2)))
}

function extension(oid: number[], value: Buffer): Buffer {
  return sequence(tlv(0x06, Buffer.from(oid)), tlv(0x04, value))
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts))
}

function tlv(tag: number, value: Buffer): Buffer {
  const { length } = value
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), value])
}

function pem(der: Buffer, key: KeyObject): Issued {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    cert: Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`),
    key: Buffer.from(key.export({ type: 'pkcs8', format: 'pem' })),
    fingerprint: createHash('sha256').update(der).digest('hex'),
  }
}
