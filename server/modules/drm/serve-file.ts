// Sends a reader's file over HTTP, whole or a range of it (RFC 9110 §14), so that a download that broke off goes on where it stopped.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { ReaderFile } from './model.ts'
import { epubType } from './to-licence-document.ts'
import { toRange } from './to-range.ts'

/** Answers a GET or a HEAD with the file. A reader who hangs up is no error. */
export async function serveFile(req: IncomingMessage, res: ServerResponse, file: ReaderFile): Promise<void> {
  const { bytes, etag } = file
  const headers = { etag, 'accept-ranges': 'bytes', 'cache-control': 'private, no-cache' }
  if (req.headers['if-none-match'] === etag) return void res.writeHead(304, headers).end()
  const ifRange = req.headers['if-range']
  const wanted = toRange(ifRange === undefined || ifRange === etag ? req.headers.range : undefined, bytes)
  if (wanted === 'unsatisfiable')
    return void res.writeHead(416, { ...headers, 'content-range': `bytes */${bytes}` }).end()
  const range = wanted === 'whole' ? null : wanted
  res.writeHead(range ? 206 : 200, {
    ...headers,
    'content-type': epubType,
    'content-disposition': 'attachment; filename="book.epub"',
    'content-length': range ? range.last - range.first + 1 : bytes,
    ...(range ? { 'content-range': `bytes ${range.first}-${range.last}/${bytes}` } : {}),
  })
  if (req.method === 'HEAD') return void res.end()
  await pipeline(file.read(range), res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}
