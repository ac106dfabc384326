// META-INF/encryption.xml (OCF 3.3 §4.2.6.3.2, LCP 1.0 §2.2): which files are encrypted, how, and where their key is.

/** A file that is encrypted under the content key. */
export interface EncryptedFile {
  readonly path: string
  /** Before deflating and encrypting. */
  readonly bytes: number
  readonly isDeflated: boolean
}

/** The document. `obfuscated` are fonts that were obfuscated before, by path with the algorithm. */
export function toEncryptionXml(files: readonly EncryptedFile[], obfuscated: ReadonlyMap<string, string>): string {
  const data = [...files.map(toEncryptedData), ...[...obfuscated].map(toObfuscatedData)]
  return `<?xml version="1.0" encoding="UTF-8"?>
<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
${data.join('\n')}
</encryption>
`
}

function toEncryptedData({ path, bytes, isDeflated }: EncryptedFile): string {
  return `  <enc:EncryptedData>
    <enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>
    <ds:KeyInfo><ds:RetrievalMethod URI="license.lcpl#/encryption/content_key" Type="http://readium.org/2014/01/lcp#EncryptedContentKey"/></ds:KeyInfo>
    <enc:CipherData><enc:CipherReference URI="${toReference(path)}"/></enc:CipherData>
    <enc:EncryptionProperties>
      <enc:EncryptionProperty xmlns:ns="http://www.idpf.org/2016/encryption#compression"><ns:Compression Method="${isDeflated ? 8 : 0}" OriginalLength="${bytes}"/></enc:EncryptionProperty>
    </enc:EncryptionProperties>
  </enc:EncryptedData>`
}

function toObfuscatedData([path, algorithm]: [string, string]): string {
  return `  <enc:EncryptedData>
    <enc:EncryptionMethod Algorithm="${toAttribute(algorithm)}"/>
    <enc:CipherData><enc:CipherReference URI="${toReference(path)}"/></enc:CipherData>
  </enc:EncryptedData>`
}

/** A path as a relative reference: every segment percent-encoded. */
function toReference(path: string): string {
  return toAttribute(path.split('/').map(encodeURIComponent).join('/'))
}

function toAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
