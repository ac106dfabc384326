// The licence document without its signature (LCP 1.0 §3) as the value that is signed.
import type { StoredLicence, StoredPublication } from './queries.ts'

export const licenceType = 'application/vnd.readium.lcp.license.v1.0+json'
export const statusType = 'application/vnd.readium.license.status.v1.0+json'
export const epubType = 'application/epub+zip'

/** Where our documents and files are found from outside, and what they are called. */
export interface Addresses {
  /** Such as `https://quire.example`: the provider's name, too (§3.3). */
  readonly publicUrl: string
  /** The encryption profile's URI (§6). */
  readonly profile: string
}

/** Prefix of everything that reading apps fetch. */
export const drmPath = '/drm'
export const hintPath = `${drmPath}/hint`
export const licencePathOf = (licenceId: string) => `${drmPath}/licences/${licenceId}`

/** The document of a licence under LCP. Times are UTC with milliseconds; dates that are none are left out. */
export function toLicenceDocument(
  licence: StoredLicence & { lcp: NonNullable<StoredLicence['lcp']> },
  publication: StoredPublication,
  { publicUrl, profile }: Addresses,
) {
  const { id, readerId, rights, issuedAt, updatedAt, lcp } = licence
  const address = `${publicUrl}${licencePathOf(id)}`
  return {
    id,
    provider: publicUrl,
    issued: issuedAt.toISOString(),
    updated: updatedAt.toISOString(),
    encryption: {
      profile,
      content_key: {
        algorithm: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
        encrypted_value: lcp.contentKey.toString('base64'),
      },
      user_key: {
        algorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
        text_hint: lcp.hint,
        key_check: lcp.keyCheck.toString('base64'),
      },
    },
    links: [
      { rel: 'hint', href: `${publicUrl}${hintPath}`, type: 'text/html' },
      {
        rel: 'publication',
        href: `${address}/publication`,
        type: epubType,
        title: toSafe(publication.title),
        length: publication.bytes,
        hash: publication.sha256, // hex, as in the specification's example 3 and in the reference server; its table says Base 64
      },
      { rel: 'self', href: address, type: licenceType },
      { rel: 'status', href: `${address}/status`, type: statusType },
    ],
    rights: {
      start: rights.start.toISOString(),
      ...(rights.end ? { end: rights.end.toISOString() } : {}),
      ...(rights.copy === null ? {} : { copy: rights.copy }),
      ...(rights.print === null ? {} : { print: rights.print }),
    },
    user: { id: readerId, name: lcp.name.toString('base64'), encrypted: ['name'] },
  }
}

/** Some readers' canonical form escapes < > and &, the specification's does not: signed text has none of them. */
function toSafe(title: string): string {
  return title
    .toWellFormed()
    .replaceAll('&', '+')
    .replaceAll(/[<>]/g, '')
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}
