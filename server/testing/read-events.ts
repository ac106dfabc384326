// Server-sent events as they come over the wire, read without the client that the web app uses.

export interface ServerEvent {
  readonly id?: string
  /** `message` unless the server says otherwise. */
  readonly event: string
  readonly data: unknown
}

/** Yields each event of the stream at `url` until it ends; leaving the loop hangs up. Throws when it is no stream. */
export async function* readEvents(url: string, headers: Record<string, string> = {}): AsyncGenerator<ServerEvent> {
  const hangUp = new AbortController()
  try {
    const answer = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: hangUp.signal })
    const type = answer.headers.get('content-type') ?? ''
    if (!answer.body || !type.startsWith('text/event-stream'))
      throw new Error(`${answer.status} ${type}: ${await answer.text()}`)
    let rest = ''
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) yield* toEvent(block)
    }
  } finally {
    hangUp.abort()
  }
}

function* toEvent(block: string): Generator<ServerEvent> {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? []
    if (name) fields.set(name, (fields.get(name) ?? '') + value)
  }
  const [id, data] = [fields.get('id'), fields.get('data')]
  if (data === undefined) return // a comment that keeps the connection open
  yield { ...(id !== undefined && { id }), event: fields.get('event') ?? 'message', data: data && JSON.parse(data) }
}
