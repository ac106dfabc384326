// The five session operations as MCP tools over JSON-RPC 2.0: https://github.com/agentic-commerce-protocol (docs/mcp-binding.md).
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { cut, json } from '../../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../../core/http.ts'
import type { Asked } from './index.ts'
import { operations } from './operations.ts'
import type { Operation } from './operations.ts'

const ToolCall = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]),
  method: z.literal('tools/call'),
  params: z.object({
    name: z.string().regex(/_checkout_session$/),
    arguments: z.object({
      meta: z.looseObject({ api_version: z.string().optional(), idempotency_key: z.string().optional() }),
      id: z.string().default(''),
      payload: z.unknown().optional(),
    }),
  }),
})
type ToolCall = z.infer<typeof ToolCall>

// The codes of JSON-RPC and of ACP's binding.
const invalidParams = -32602
const acpError = -32000

export function mcpRoute(serve: (asked: Asked) => Promise<HttpReply | typeof cut>): Route {
  return { method: 'POST', path: '/lantern/mcp', handler: (request) => answer(serve, request) }
}

async function answer(
  serve: (asked: Asked) => Promise<HttpReply | typeof cut>,
  request: HttpRequest,
): Promise<HttpReply | typeof cut> {
  const read = ToolCall.safeParse(parseJson(request.body))
  const operation = read.success && operations.find(({ name }) => name === read.data.params.name)
  if (!read.success || !operation)
    return rpc(null, { error: { code: invalidParams, message: 'not a call of a checkout session tool' } })
  const reply = await serve(toAsked(operation, read.data, request))
  return reply === cut ? cut : toRpc(read.data.id, reply)
}

function toAsked(operation: Operation, { params }: ToolCall, { headers, body, signal }: HttpRequest): Asked {
  const { meta, id, payload } = params.arguments
  return {
    operation,
    id,
    query: new URLSearchParams(),
    authorization: headers.authorization ?? '',
    version: meta.api_version,
    // Over MCP the key may be left out; then nothing is replayed.
    idempotencyKey: meta.idempotency_key ?? randomUUID(),
    text: body,
    body: operation.method === 'GET' ? null : (payload ?? {}),
    signal,
  }
}

function toRpc(id: string | number, reply: HttpReply): HttpReply {
  const said = parseJson(String(reply.body ?? '')) as { message?: string } | undefined
  if (said === undefined) return reply // bytes that cannot be read stay what they are
  if (reply.status < 300) return rpc(id, { result: said })
  return rpc(id, { error: { code: acpError, message: said.message ?? '', data: said } })
}

function rpc(id: string | number | null, outcome: object): HttpReply {
  return json(200, { jsonrpc: '2.0', id, ...outcome })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
