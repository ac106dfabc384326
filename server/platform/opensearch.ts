// OpenSearch through its official client: one request, one answer, within a time. Nothing is tried again here: who asks knows whether to.
import { Client, errors } from '@opensearch-project/opensearch'

export interface OpenSearchRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** From the root, such as `/_bulk`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
  /** Instead of `body`: objects one a line, as `_bulk` and `_msearch` take them. */
  readonly lines?: readonly object[]
}

export interface OpenSearch {
  /** Gives the body of the answer. Rejects with OpenSearchFailure when there is none in time, or one that says no. */
  send(request: OpenSearchRequest, limits: { timeoutMs: number; signal?: AbortSignal | undefined }): Promise<unknown>
  close(): Promise<void>
}

/** `status` is what OpenSearch answered, null when it did not: then the request may have been carried out. */
export class OpenSearchFailure extends Error {
  readonly status: number | null
  constructor(message: string, status: number | null, cause: unknown) {
    super(message, { cause })
    this.name = 'OpenSearchFailure'
    this.status = status
  }
}

/** `url` may hold a name and a password. Connects with the first request. */
export function connectOpenSearch(url: string): OpenSearch {
  const client = new Client({ node: url, maxRetries: 0 })
  return {
    async send({ method, path, query, body, lines }, { timeoutMs, signal }) {
      signal?.throwIfAborted()
      const parameters = {
        method,
        path,
        ...(query && { querystring: query }),
        ...(body && { body }),
        ...(lines && { bulkBody: [...lines] }),
      }
      const answer = client.transport.request(parameters, { requestTimeout: timeoutMs, maxRetries: 0 }).then(
        ({ body: answered }) => answered as unknown,
        (error: unknown) => {
          throw toFailure(error, `${method} ${path}`)
        },
      )
      return signal ? untilAborted(answer, signal) : answer
    },
    close: () => client.close(),
  }
}

/** Stops waiting. The request itself goes on to its time limit: the client's own way to abort one lets an error escape. */
async function untilAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([answer, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
    answer.catch(() => {}) // nobody waits for it any more
  }
}

function toFailure(error: unknown, what: string): OpenSearchFailure {
  if (error instanceof errors.ResponseError)
    return new OpenSearchFailure(`OpenSearch refused ${what}: ${error.message}`, error.statusCode ?? null, error)
  const why = error instanceof Error ? error.message : String(error)
  return new OpenSearchFailure(`OpenSearch did not answer ${what}: ${why}`, null, error)
}
