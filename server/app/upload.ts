// Staff hand in an ebook: PUT /api/ebooks/{isbn13}?scheme=LCP with the file as the body, read as it comes and never held whole.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import type { Auth } from '#accounts'
import { UploadRefusal } from '#drm'
import { receiveEbook } from '#ebooks'
import { Refusal, defineRefusals, toTrpc } from '#platform/errors'
import { isIsbn13 } from '#platform/isbn'
import type { Deps } from './deps.ts'
import { isOurs } from './origin.ts'

const address = /^\/api\/ebooks\/([0-9]+)$/
const mediaType = 'application/epub+zip'

const refuse = defineRefusals('upload', {
  not_staff: { trpc: 'FORBIDDEN', say: 'Only staff hand in ebooks. Please sign in as such.' },
  foreign: { trpc: 'FORBIDDEN', say: 'This request does not come from one of our pages.' },
  invalid: { trpc: 'BAD_REQUEST', say: 'Please check the address and the headers of this upload.' },
})

const Upload = z.object({
  isbn13: z.string().refine(isIsbn13, 'must be an ISBN-13'),
  scheme: z.enum(['LCP', 'WATERMARK']),
  'idempotency-key': z.string().trim().min(8).max(100),
  'content-type': z.literal(mediaType),
})

/** True for the address of an upload. */
export const isUpload = (pathname: string, method?: string): boolean => method === 'PUT' && address.test(pathname)

/** Takes one upload and answers with what was stored, or why it was not, and what the checker says of it. What is no refusal is thrown on. */
export async function answerUpload(
  { deps, auth, origins }: { deps: Deps; auth: Auth; origins: ReadonlySet<string> },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    if (!isOurs(req, origins)) throw refuse('foreign')
    const caller = await auth.getCaller(req.headers)
    if (caller?.role !== 'staff') throw refuse('not_staff')
    const { isbn13, scheme, 'idempotency-key': key } = readRequest(req)
    const file = req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer> // what is left unread must not cut the answer off
    const { publication, findings } = await receiveEbook(deps, { isbn13, scheme, file, key, by: `staff:${caller.id}` })
    const { id: publicationId, title, bytes, sha256 } = publication
    send(res, 200, { isbn13, publicationId, title, bytes, sha256, findings })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code: refusal, message, fields } = error
    deps.log.info({ refusal, facts: error.facts }, 'an upload was refused')
    res.setHeader('connection', 'close') // the rest of the file is not read
    const findings = error instanceof UploadRefusal ? error.findings : []
    send(res, statusOf(error), { refusal, message, fields, findings })
  }
}

function readRequest({ url, headers }: IncomingMessage): z.infer<typeof Upload> {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://localhost')
  const [, isbn13] = address.exec(pathname) ?? []
  const read = Upload.safeParse({ scheme: searchParams.get('scheme') ?? 'LCP', ...headers, isbn13 })
  if (read.success) return read.data
  const fields = read.error.issues.map(({ path, message }) => [path.join('.'), message] as const)
  throw refuse('invalid', {}, Object.fromEntries(fields))
}

function statusOf(refusal: Refusal): number {
  const error = toTrpc(refusal)
  return error instanceof TRPCError ? getHTTPStatusCodeFromError(error) : 500
}

function send(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
}
