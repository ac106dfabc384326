// The certificates of the basic profile, which is for tests (LCP 1.0 §6.1): a root and a provider of our own, made once and kept beside the
// files. Production has EDRLab's instead, by configuration.
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readProvider } from './sign-licence.ts'
import type { Provider } from './sign-licence.ts'

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}
const yearMs = 365 * 24 * 60 * 60_000
const validMs = 10 * yearMs // a licence must have been issued while its certificate was valid (§5.2.1)
const names = { root: 'root.pem', certificate: 'provider.pem', key: 'provider.key' }

/**
 * The provider in `folder`, made with its root when there is none. `root` is what a reader under test must trust. Two processes that begin at
 * the same time agree: whoever renames its folder into place first has made it.
 */
export async function ensureProvider(folder: string, now: Date): Promise<Provider & { root: string }> {
  const place = join(folder, 'test-certificates')
  const found = await readFolder(place)
  if (found) return found
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = await mkdtemp(join(folder, 'certificates-'))
  await makeCertificates(draft, now)
  await rename(draft, place).catch(() => rm(draft, { recursive: true, force: true }))
  const made = await readFolder(place)
  if (!made) throw new Error(`the certificates of the basic profile cannot be written to ${place}`)
  return made
}

async function readFolder(place: string): Promise<(Provider & { root: string }) | null> {
  const read = (name: string) => readFile(join(place, name), 'utf8').catch(() => null)
  const [root, certificate, key] = await Promise.all([read(names.root), read(names.certificate), read(names.key)])
  return root !== null && certificate !== null && key !== null ? { ...readProvider({ certificate, key }), root } : null
}

async function makeCertificates(folder: string, now: Date): Promise<void> {
  // Needed once in the life of an installation. The library wants the polyfill of its own decorators, which is nothing for a server that serves.
  await import('reflect-metadata')
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, PemConverter, X509CertificateGenerator } =
    await import('@peculiar/x509')
  const validity = { notBefore: now, notAfter: new Date(now.getTime() + validMs) }
  const rootKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const rootName = 'CN=Quire LCP test root'
  const root = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: '01',
    name: rootName,
    signingAlgorithm: algorithm,
    keys: rootKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  })
  const certificate = await X509CertificateGenerator.create({
    ...validity,
    serialNumber: '02',
    subject: 'CN=Quire LCP test provider',
    issuer: rootName,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey, // kept nowhere: the root signs this once
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    ],
  })
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  await writeFile(join(folder, names.root), root.toString('pem'))
  await writeFile(join(folder, names.certificate), certificate.toString('pem'))
  await writeFile(join(folder, names.key), PemConverter.encode(pkcs8, 'PRIVATE KEY'), { mode: 0o600 })
}
