// An EPUB to the server as it lies on the disk: never as a whole in memory, and with a word on how far it is.
import type { EbookScheme } from '../../api/shapes.ts'
import { ebookTexts } from '../../texts/ebooks.ts'

/** What the EPUB checker found, as the server's upload answers it. */
export interface Finding {
  readonly id: string
  readonly severity: 'fatal' | 'error' | 'warning'
  readonly say: string
  readonly place: { readonly path: string; readonly line: number | null; readonly column: number | null } | null
}

export interface EpubToSend {
  readonly isbn13: string
  readonly scheme: EbookScheme
  readonly file: File
  /** Makes sending it again the same upload. */
  readonly key: string
}

/** What became of it: taken, or refused for a reason. */
export type Sent =
  | { readonly isTaken: true; readonly title: string; readonly bytes: number; readonly findings: readonly Finding[] }
  | { readonly isTaken: false; readonly sentence: string; readonly findings: readonly Finding[] }

/** Uploads it; `onPercent` is told how much has gone. Never rejects. */
export function sendEpub(
  { isbn13, scheme, file, key }: EpubToSend,
  onPercent: (percent: number) => void,
): Promise<Sent> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest() // fetch does not tell how much has gone
    request.open('PUT', `/api/ebooks/${isbn13}?scheme=${scheme}`)
    request.setRequestHeader('content-type', 'application/epub+zip')
    request.setRequestHeader('idempotency-key', key)
    request.upload.onprogress = ({ loaded, total }) => onPercent(total === 0 ? 0 : Math.floor((loaded / total) * 100))
    request.onload = () => resolve(readAnswer(request.status, request.responseText))
    request.onerror = () => resolve(lost)
    request.send(file)
  })
}

const lost: Sent = { isTaken: false, sentence: ebookTexts.upload.lost, findings: [] }

interface Answer {
  title?: string
  bytes?: number
  message?: string
  findings?: readonly Finding[]
}

/** What is no answer of ours (a proxy's, a crash's) is a connection that broke. */
export function readAnswer(status: number, body: string): Sent {
  try {
    const { title, bytes, message, findings = [] } = JSON.parse(body) as Answer
    if (status === 200 && title !== undefined && bytes !== undefined) return { isTaken: true, title, bytes, findings }
    return message === undefined ? lost : { isTaken: false, sentence: message, findings }
  } catch {
    return lost
  }
}
