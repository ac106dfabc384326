// What is sent: method, path, query, headers and a JSON body, all of them templates. Checked when a seller is registered.
import { z } from 'zod'
import { SellerFailure } from '../../core/seller-failure.ts'
import { compiled } from './schemas.ts'
import { parseTemplate } from './template.ts'
import type { Kind, Template, Value } from './template.ts'

/** The variables of one operation, with their kinds. */
export type Known = Readonly<Record<string, Kind>>

export interface RenderedRequest {
  path: string
  headers: Record<string, string>
  body?: string
}

/** A JSON value whose texts are templates. */
type Body = Template | number | boolean | null | readonly Body[] | { readonly entries: readonly [string, Body][] }

// An order with an address has some twenty fields; deeper and larger ones are mistakes.
const depthMax = 8
const textMax = 500
const entriesMax = 50

// What the connection itself decides. A seller's entry must not reach past its own address, or change how the request is framed.
const ownHeaders =
  /^(host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|content-length|content-type|accept-encoding|user-agent|cookie|proxy-.*|:.*)$/

/** Templates with these variables. Secrets are allowed in headers and bodies only: paths end up in logs. */
export function requestSchema(known: Known, secretNames: readonly string[]) {
  const secrets = Object.fromEntries(secretNames.map((name) => [`secret.${name}`, 'text' as const]))
  return z.strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: template(known)
      .refine(({ text }) => /^\/(?!\/)[^?#\s\\]*$/.test(text), 'must begin with one /, and the query goes into query')
      .refine(({ text }) => !/(^|\/)\.{1,2}(\/|$)/.test(text), 'must not go up: . and .. are not allowed'),
    query: z.record(z.string().min(1).max(100), template(known)).default({}),
    headers: headersSchema({ ...known, ...secrets }),
    body: bodySchema({ ...known, ...secrets }).optional(),
  })
}
export type RequestTemplate = z.infer<ReturnType<typeof requestSchema>>

export function headersSchema(known: Known) {
  const name = z
    .string()
    .regex(/^[a-z0-9-]{1,100}$/, 'must be lower case letters, digits and -')
    .refine((text) => !ownHeaders.test(text), 'is decided by the connection')
  return z.record(name, template(known)).default({})
}

/** The names of all variables in a request. */
export function variablesIn({ path, query, headers, body }: RequestTemplate): Set<string> {
  const inBody = (part: Body | undefined): readonly string[] => {
    if (typeof part !== 'object' || part === null) return []
    if (isTemplate(part)) return part.names
    return isList(part) ? part.flatMap(inBody) : part.entries.flatMap(([, value]) => inBody(value))
  }
  const texts = [path, ...Object.values(query), ...Object.values(headers)]
  return new Set([...texts.flatMap(({ names }) => names), ...inBody(body)])
}

/** The request with these values. Throws SellerFailure `rejected` for values that would change its meaning: it is then not sent. */
export function renderRequest(
  { path, query, headers, body }: RequestTemplate,
  common: Readonly<Record<string, Template>>,
  values: Readonly<Record<string, Value>>,
): RenderedRequest {
  const search = new URLSearchParams(present(query, values)).toString()
  return {
    path: renderPath(path, values) + (search && `?${search}`),
    headers: safeHeaders({ ...present(common, values), ...present(headers, values) }),
    ...(body !== undefined && { body: JSON.stringify(renderBody(body, values)) }),
  }
}

function template(known: Known) {
  return compiled(textMax, (text) => ({ ...parseTemplate(text, known), text }))
}

function bodySchema(known: Known) {
  return z.unknown().transform((value, context): Body => {
    let isWrong = false
    const wrong = (path: (string | number)[]) => (message: string) => {
      isWrong = true
      context.addIssue({ code: 'custom', message, path })
    }
    const body = compileBody(value, { known, path: [], wrong })
    return isWrong ? z.NEVER : body
  })
}

interface Compiling {
  known: Known
  path: (string | number)[]
  wrong: (path: (string | number)[]) => (message: string) => void
}

function compileBody(value: unknown, compiling: Compiling): Body {
  const { known, path, wrong } = compiling
  const inner = (key: string | number, one: unknown) => compileBody(one, { ...compiling, path: [...path, key] })
  if (path.length > depthMax) return (wrong(path)(`is nested deeper than ${depthMax}`), null)
  if (typeof value === 'string') return compile(value, known, wrong(path))
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object') return (wrong(path)('is no JSON'), null)
  const size = Object.keys(value).length
  if (size > entriesMax) return (wrong(path)(`has ${size} entries; at most ${entriesMax}`), null)
  if (Array.isArray(value)) return value.map((one, at) => inner(at, one))
  return { entries: Object.entries(value).map(([key, one]) => [key, inner(key, one)]) }
}

function compile(text: string, known: Known, wrong: (message: string) => void): Template | null {
  try {
    return parseTemplate(text, known)
  } catch (error) {
    wrong(error instanceof Error ? error.message : String(error))
    return null
  }
}

function renderPath(path: Template, values: Readonly<Record<string, Value>>): string {
  const encoded = Object.fromEntries(path.names.map((name) => [name, encodeURIComponent(String(values[name] ?? ''))]))
  const rendered = String(path.render(encoded) ?? '')
  // A seller's own reference may be "..": it must not lead to another endpoint.
  if (rendered.split('/').some((segment, at) => segment === '.' || segment === '..' || (at > 0 && segment === '')))
    throw new SellerFailure('rejected', 'a value would change the path', { actedOn: 'no' })
  return rendered
}

function safeHeaders(headers: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(headers))
    if (!/^[\x20-\x7e]*$/.test(value)) throw new SellerFailure('rejected', `${name}: cannot be sent`, { actedOn: 'no' })
  return headers
}

function renderBody(body: Body, values: Readonly<Record<string, Value>>): unknown {
  if (typeof body !== 'object' || body === null) return body
  if (isTemplate(body)) return body.render(values) ?? undefined
  if (isList(body)) return body.map((one) => renderBody(one, values)).filter((one) => one !== undefined)
  return Object.fromEntries(body.entries.map(([key, one]) => [key, renderBody(one, values)])) // undefined is left out of JSON
}

function present(
  templates: Readonly<Record<string, Template>>,
  values: Readonly<Record<string, Value>>,
): Record<string, string> {
  const rendered = Object.entries(templates).map(([name, one]) => [name, one.render(values)] as const)
  return Object.fromEntries(rendered.flatMap(([name, text]) => (text === null ? [] : [[name, String(text)]])))
}

function isTemplate(body: Exclude<Body, number | boolean | null>): body is Template {
  return 'render' in body
}

function isList(body: Exclude<Body, number | boolean | null>): body is readonly Body[] {
  return Array.isArray(body)
}
