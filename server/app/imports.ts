// Files of catalogues over HTTP, for staff: one comes in as the body of a request, the list of what was rejected goes out.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Auth } from '#accounts'
import { formats, getImport, importFormats, readRejects, receiveUpload } from '#catalog'
import { Refusal } from '#platform/errors'
import type { Deps } from './deps.ts'

export const importsPath = '/api/imports'
const rejectsPath = /^\/api\/imports\/([\da-f-]{36})\/rejects\.csv$/

const Query = z.object({
  name: z
    .string()
    .min(1)
    .max(255)
    .transform((name) => name.replaceAll(/[\p{Cc}/\\]/gu, '_')),
  format: z.enum(importFormats),
  assumeFormat: z.enum(formats).nullable(),
})

/** `PUT /api/imports?name=&format=[&assumeFormat=]` with the file as body; `GET /api/imports/ID/rejects.csv`. */
export async function answerImports(
  { deps, auth }: { deps: Deps; auth: Auth },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const caller = await auth.getCaller(req.headers)
  if (caller?.role !== 'staff') return say(res, 403, 'This page is for staff. Please sign in as such.')
  const url = new URL(req.url ?? '/', 'http://localhost')
  try {
    if (req.method === 'PUT' && url.pathname === importsPath) await upload(deps, `account:${caller.id}`, url, req, res)
    else await sendRejects(deps, url.pathname, res)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    deps.log.info({ refusal: error.code }, 'an upload was refused')
    say(
      res,
      error.code === 'catalog.file_too_large' ? 413 : error.code === 'catalog.import_not_found' ? 404 : 400,
      error.message,
    )
  }
}

async function upload(
  deps: Deps,
  by: string,
  { searchParams }: URL,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const query = Query.safeParse({
    name: searchParams.get('name') ?? '',
    format: searchParams.get('format'),
    assumeFormat: searchParams.get('assumeFormat'),
  })
  if (!query.success) {
    const [issue] = query.error.issues
    return say(
      res,
      400,
      `Please check ${issue?.path.join('.') ?? 'the address'}: ${issue?.message ?? 'it cannot be read'}.`,
    )
  }
  const { name: fileName, format, assumeFormat } = query.data
  const { id } = await receiveUpload(deps, req, { fileName, format, assumeFormat, by })
  res.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id }))
}

async function sendRejects(deps: Deps, pathname: string, res: ServerResponse): Promise<void> {
  const [, id] = rejectsPath.exec(pathname) ?? []
  if (id === undefined) return say(res, 404, 'There is nothing here.')
  const row = await getImport(deps, id)
  res.writeHead(200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="rejects-${id.slice(0, 8)}.csv"`,
    'cache-control': 'no-store',
  })
  await pipeline(Readable.from(readRejects(deps, row)), res)
}

/** What is left of the request is not waited for: the connection ends with the answer. */
function say(res: ServerResponse, status: number, sentence: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(sentence)
}
