// SOAP 1.1 envelopes, read and written. Only what Northgate needs of it.
import { XMLParser } from 'fast-xml-parser'

export const namespace = 'urn:northgate:trade:v1'

/** A request that cannot be read; becomes a `soap:Client` fault. */
export class BadEnvelope extends Error {}

/** The operation in an envelope and its elements; text stays text. Throws BadEnvelope. */
export function readEnvelope(xml: string): { operation: string; fields: unknown } {
  if (/<!DOCTYPE/i.test(xml)) throw new BadEnvelope('A DOCTYPE is not accepted')
  const body = child(child(parse(xml), 'Envelope'), 'Body')
  const [entry, ...others] = Object.entries(isObject(body) ? body : {})
  if (!entry || others.length > 0) throw new BadEnvelope('The body must hold one operation')
  return { operation: entry[0], fields: entry[1] }
}

/** An element's content: text, child elements, or nothing, in which case the element is omitted. */
export type Content = string | { [name: string]: Content } | undefined

/** An envelope around one body element of Northgate's namespace. */
export function writeEnvelope(name: string, content: Content): string {
  return wrap(`<${name} xmlns="${namespace}">${write(content)}</${name}>`)
}

export function writeFault(code: 'soap:Client' | 'soap:Server', text: string): string {
  return wrap(`<soap:Fault><faultcode>${code}</faultcode><faultstring>${escape(text)}</faultstring></soap:Fault>`)
}

function wrap(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`
}

function write(content: Content): string {
  if (content === undefined) return ''
  if (typeof content === 'string') return escape(content)
  return Object.entries(content)
    .map(([name, inner]) => [name, write(inner)] as const)
    .filter(([, inner]) => inner !== '') // empty elements are omitted
    .map(([name, inner]) => `<${name}>${inner}</${name}>`)
    .join('')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function parse(xml: string): unknown {
  try {
    return parser.parse(xml, true)
  } catch {
    throw new BadEnvelope('The request is not well-formed XML')
  }
}

function child(parent: unknown, name: string): unknown {
  const found = isObject(parent) ? parent[name] : undefined
  if (found === undefined) throw new BadEnvelope(`There is no ${name}`)
  return found
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreDeclaration: true,
  processEntities: true, // the five of XML; a DOCTYPE, which could define more, was refused before
})
