// Links that open a reader's file without signing in, for a while: the licence, the last second, and a tag over both (HMAC-SHA256).
import type { KeyRing } from './keep-keys.ts'
import { refuse } from './model.ts'
import { drmPath } from './to-licence-document.ts'

/** Prefix of the links' paths. */
const linkPath = `${drmPath}/files`

/** The path of a link that holds until `until`. */
export function signLink(keys: KeyRing, { licenceId, until }: { licenceId: string; until: Date }): string {
  const seconds = Math.floor(until.getTime() / 1000)
  return `${linkPath}/${licenceId}/${seconds}/${keys.sign(toSigned(licenceId, seconds)).toString('base64url')}`
}

/** The licence that a link's path names; refuses `link_invalid` for one that is late, or not from here. */
export function readLink(keys: KeyRing, path: string, now: Date): string {
  const [, licenceId = '', seconds = '', tag = ''] =
    /^\/drm\/files\/([0-9a-f-]{36})\/(\d{1,12})\/([\w-]{43})$/.exec(path) ?? []
  const isOurs = licenceId !== '' && keys.isSigned(toSigned(licenceId, Number(seconds)), Buffer.from(tag, 'base64url'))
  if (!isOurs || Number(seconds) * 1000 <= now.getTime()) throw refuse('link_invalid')
  return licenceId
}

const toSigned = (licenceId: string, seconds: number) => `${licenceId} ${seconds}`
