// Opens the protection of ebooks by the configuration: the certificate that signs licences, the encryption profile and its user key.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { basicProfile, createClosedDrm, ensureProvider, openDrm, readProvider } from '#drm'
import type { Drm, DrmDeps, DrmSettings } from '#drm'
import type { Config } from './config.ts'

/** The production profile's own step from the passphrase's SHA-256 to the user key (32 bytes each); EDRLab hands it out under contract. */
const UserKeyModule = z.object({
  toUserKey: z.custom<(hash: Buffer) => Buffer>((value) => typeof value === 'function'),
})

/** The port over the configured folder; the closed one where there is none. Throws when a file that is named cannot be used. */
export async function openProtection({ ebooks, publicUrl }: Config, deps: DrmDeps): Promise<Drm> {
  if (ebooks === null) return createClosedDrm()
  const { folder, secrets, profile } = ebooks
  return await openDrm(deps, {
    folder,
    secrets,
    publicUrl,
    profile: profile ?? basicProfile,
    provider: await openProvider(ebooks, deps),
    toUserKey: await openUserKey(ebooks.userKeyModule),
  })
}

type Ebooks = NonNullable<Config['ebooks']>

async function openProvider({ folder, certificate }: Ebooks, { clock }: DrmDeps): Promise<DrmSettings['provider']> {
  if (certificate === null) return await ensureProvider(folder, clock.now())
  return readProvider({
    certificate: await readFile(certificate.certificateFile, 'utf8'),
    key: await readFile(certificate.keyFile, 'utf8'),
  })
}

async function openUserKey(path: string | null): Promise<DrmSettings['toUserKey']> {
  if (path === null) return (hash) => hash
  const read = UserKeyModule.safeParse(await import(pathToFileURL(resolve(path)).href))
  if (!read.success) throw new Error(`QUIRE_LCP_USER_KEY: ${path} exports no function toUserKey`)
  const { toUserKey } = read.data
  return (hash) => {
    const key = toUserKey(hash)
    if (key.length !== hash.length)
      throw new Error(`toUserKey of ${path} gives ${key.length} bytes, not ${hash.length}`)
    return key
  }
}
