// A reading system around r2-lcp-js, Readium's own client: it goes through a licence as Thorium does. The package talks to the status
// server, tries passphrases and decrypts. It leaves the signature and the dates to its host (or to a closed library): that part is here, with Node's
// X.509 and a canonical form that is not the server's.
import { X509Certificate, createHash, verify } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { launchStatusDocumentProcessing } from 'r2-lcp-js/dist/es8-es2017/src/lsd/status-document-processing.js'
import { Encrypted } from 'r2-lcp-js/dist/es8-es2017/src/models/metadata-encrypted.js'
import { LCP } from 'r2-lcp-js/dist/es8-es2017/src/parser/epub/lcp.js'
import { TaJsonDeserialize } from 'r2-lcp-js/dist/es8-es2017/src/serializable.js'
import { transformStream } from 'r2-lcp-js/dist/es8-es2017/src/transform/transformer-lcp.js'
import { openPromise } from 'yauzl'

/** Why the reader does not open a book. */
class NotOpened extends Error {
  readonly reason: 'signature' | 'status' | 'dates' | 'passphrase'
  constructor(reason: NotOpened['reason'], detail: string) {
    super(detail)
    this.reason = reason
  }
}

export interface Reader {
  /** PEM of the certificate that licences must lead to. */
  readonly root: string
  readonly now: () => Date
  readonly device: { readonly id: string; readonly name: string }
  /** Instead of the client's way, for a reader that is offline. */
  readonly askStatus?: (lcp: LCP) => Promise<string | undefined>
}

/** Opens a licence with a passphrase; rejects with NotOpened. The result is the client's own, its content key in it. */
export async function openLicence(reader: Reader, text: string, passphrase: string): Promise<LCP> {
  checkSignature(text, reader.root)
  const lcp = parseLicence(text)
  const updated = await (reader.askStatus?.(lcp) ?? askStatus(reader, lcp))
  if (updated !== undefined) return openLicence(reader, updated, passphrase)
  const status = lcp.LSD?.Status
  if (status !== undefined && status !== 'ready' && status !== 'active') throw new NotOpened('status', status)
  const { Start: start, End: end } = lcp.Rights
  if ((start && start > reader.now()) || (end && end <= reader.now())) throw new NotOpened('dates', String(end))
  const userKey = createHash('sha256').update(passphrase).digest('hex')
  await lcp.tryUserKeys([userKey]).catch(() => {
    throw new NotOpened('passphrase', passphrase)
  })
  return lcp
}

/** The client's reading of a licence. */
export function parseLicence(text: string): LCP {
  const lcp = TaJsonDeserialize<LCP>(JSON.parse(text), LCP)
  lcp.JsonSource = text
  return lcp
}

/** The client's processing of the status document: registers, and gives the newer licence when there is one. */
export async function askStatus({ device }: Reader, lcp: LCP): Promise<string | undefined> {
  const known = new Set<string>()
  const devices = {
    getDeviceID: async () => device.id,
    getDeviceNAME: async () => device.name,
    checkDeviceID: async (id: string) => (known.has(id) ? id : undefined),
    recordDeviceID: async (id: string) => void known.add(id),
  }
  return await new Promise((resolve, reject) => {
    launchStatusDocumentProcessing(lcp, devices, resolve).catch(reject)
  })
}

/**
 * Downloads the book of a licence from its publication link, in two parts as after a break, and compares length and hash; the path of the
 * EPUB. (The client's own download cannot put the licence into the file with the ZIP library that it is installed with.)
 */
export async function download(folder: string, lcp: LCP): Promise<string> {
  const { Href: href = '', Length: length, Hash: hash } = lcp.Links.find(({ Rel }) => Rel === 'publication') ?? {}
  const first = await fetch(href, { headers: { range: 'bytes=0-999' } })
  const etag = first.headers.get('etag') ?? ''
  const rest = await fetch(href, { headers: { range: 'bytes=1000-', 'if-range': etag } })
  if (first.status !== 206 || rest.status !== 206) throw new Error(`${href} answers ${first.status}, ${rest.status}`)
  const bytes = Buffer.concat([Buffer.from(await first.arrayBuffer()), Buffer.from(await rest.arrayBuffer())])
  if (bytes.length !== length || createHash('sha256').update(bytes).digest('hex') !== hash)
    throw new Error(`${href} is not what the licence says`)
  const path = join(folder, `${lcp.ID}.epub`)
  await writeFile(path, bytes)
  return path
}

/** A file of a protected EPUB, decrypted by the client; `range` asks for some of its bytes, both ends included. */
export async function decrypt(
  lcp: LCP,
  epub: string,
  path: string,
  range?: [first: number, last: number],
): Promise<Buffer> {
  const encryption = (await readEntry(epub, 'META-INF/encryption.xml')).toString('utf8')
  const uri = path.split('/').map(encodeURIComponent).join('/')
  const [, data = ''] =
    new RegExp(`(<enc:CipherReference URI="${uri}"/>[^]*?</enc:EncryptedData>)`).exec(encryption) ?? []
  const [, method, length] = /Method="(\d)" OriginalLength="(\d+)"/.exec(data) ?? []
  if (method === undefined) throw new Error(`${path} is not encrypted`)
  const encrypted = Object.assign(new Encrypted(), {
    Algorithm: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
    Scheme: 'http://readium.org/2014/01/lcp',
    Profile: 'http://readium.org/lcp/basic-profile',
    Compression: method === '8' ? 'deflate' : 'none',
  })
  encrypted.OriginalLength = Number(length)
  const bytes = await readEntry(epub, path)
  const open = async () => ({
    length: bytes.length,
    stream: Readable.from([bytes], { objectMode: false }),
    reset: open,
  })
  const [first, last] = range ?? [-1, -1]
  const { stream } = await transformStream(lcp, path, encrypted, await open(), range !== undefined, first, last)
  return await buffer(stream as Readable)
}

/** The bytes of a file in an EPUB, as they are. */
export async function readEntry(epub: string, path: string): Promise<Buffer> {
  const zip = await openPromise(epub, { autoClose: false })
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === path) return await buffer(await zip.openReadStreamPromise(entry))
    }
    throw new Error(`${path} is not in ${epub}`)
  } finally {
    zip.close()
  }
}

/** LCP 1.0 §5.5: the certificate leads to the root and was valid when the licence was last changed, and the signature is its. */
function checkSignature(text: string, root: string): void {
  const { signature, ...document } = JSON.parse(text) as Record<string, unknown> & {
    signature: { certificate: string; value: string }
  }
  const certificate = new X509Certificate(Buffer.from(signature.certificate, 'base64'))
  const trusted = new X509Certificate(root)
  const at = new Date(String(document['updated'] ?? document['issued']))
  const isTrusted = certificate.checkIssued(trusted) && certificate.verify(trusted.publicKey)
  if (!isTrusted || at < new Date(certificate.validFrom) || at > new Date(certificate.validTo))
    throw new NotOpened('signature', 'the certificate is not trusted')
  const signed = Buffer.from(JSON.stringify(document, (_, value: unknown) => sorted(value)))
  if (!verify('sha256', signed, certificate.publicKey, Buffer.from(signature.value, 'base64')))
    throw new NotOpened('signature', 'the licence was changed')
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
