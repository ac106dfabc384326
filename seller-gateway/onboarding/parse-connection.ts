// How a stranger says it is reached → ours. Everything but the address's own standing is judged here, purely: where a name leads is asked in
// check-address.ts, and again at every connect.
import type { onboarding } from '@quire/proto'
import { contractVersions } from '../adapters/grpc/client.ts'
import { InvalidMapping, parseMapping } from '../adapters/rest-mapped/mapping.ts'
import { grpcKeyName, restSecretPrefix } from './model.ts'
import type { Connection, Secrets } from './model.ts'
import type { Violations } from './violations.ts'

/** What a connection reads as: what is kept in the open, what is sealed, and the host to be judged. */
export interface ParsedConnection {
  connection: Connection
  /** Given now; an empty one takes away what was kept under its name. */
  secrets: Secrets
  host: string
  /** The field that names the host. */
  hostField: string
}

export interface ConnectionRule {
  /** A sandbox: plain text and http are let in. */
  allowLoopback: boolean
  /** Names of secrets that are kept already, which an update leaves out. */
  keptSecrets: readonly string[]
  violations: Violations
}

const addressMax = 200
// Papertrail's, the longest we know, is 7 kB.
const mappingMaxChars = 64 * 1024
const secretsMax = 10
const secretMaxChars = 4_096

const grpcAddress = /^([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]):(\d{1,5})$/i
// A metadata value and a header: what may not be in one would only fail later.
const printable = /^[\x20-\x7e]*$/

/** Reads the connection of a request; null when nothing can be read from it. */
export function parseConnection(
  given: onboarding.Connection__Output | null,
  rule: ConnectionRule,
): ParsedConnection | null {
  if (given?.grpc) return parseGrpc(given.grpc, rule)
  if (given?.rest) return parseRest(given.rest, rule)
  rule.violations.add('connection', 'must have one of grpc and rest')
  return null
}

function parseGrpc(
  { address, contractVersion, apiKey, plaintext }: onboarding.GrpcConnection__Output,
  { allowLoopback, violations }: ConnectionRule,
): ParsedConnection | null {
  const at = (field: string) => `connection.grpc.${field}`
  const [, host, port] = (address.length <= addressMax && grpcAddress.exec(address)) || []
  violations.check(
    host !== undefined && Number(port) >= 1 && Number(port) <= 65_535,
    at('address'),
    'must be host:port',
  )
  violations.check(
    contractVersions.includes(contractVersion),
    at('contract_version'),
    `must be ${contractVersions.join(' or ')}`,
  )
  checkSecret(apiKey, at('api_key'), violations)
  violations.check(!plaintext || allowLoopback, at('plaintext'), 'is for sandboxes only: your endpoint needs TLS')
  if (host === undefined) return null
  return {
    connection: { protocol: 'grpc', address, contractVersion, plaintext },
    secrets: apiKey === '' ? {} : { [grpcKeyName]: apiKey },
    host,
    hostField: at('address'),
  }
}

function parseRest(
  { baseUrl, mapping, secrets }: onboarding.RestConnection__Output,
  rule: ConnectionRule,
): ParsedConnection | null {
  const url = readBaseUrl(baseUrl, rule)
  const names = checkSecrets(secrets, rule.violations)
  const taken = new Set(names.filter((name) => secrets[name] === ''))
  const kept = rule.keptSecrets.flatMap((name) =>
    name.startsWith(restSecretPrefix) ? [name.slice(restSecretPrefix.length)] : [],
  )
  const known = [...new Set([...kept, ...names])].filter((name) => !taken.has(name))
  checkMapping(mapping, known, rule.violations)
  if (!url) return null
  return {
    connection: { protocol: 'rest', baseUrl, mapping },
    secrets: Object.fromEntries(names.map((name) => [restSecretPrefix + name, secrets[name] ?? ''])),
    host: url.hostname,
    hostField: baseUrlField,
  }
}

const baseUrlField = 'connection.rest.base_url'

function readBaseUrl(text: string, { allowLoopback, violations }: ConnectionRule): URL | null {
  const url = text.length <= addressMax && URL.canParse(text) ? new URL(text) : null
  const isPlain = url !== null && [url.username, url.password, url.search, url.hash].every((part) => part === '')
  violations.check(isPlain, baseUrlField, 'must be https://host[:port][/path], without credentials, query or fragment')
  const schemes = allowLoopback ? ['https:', 'http:'] : ['https:']
  if (isPlain) violations.check(schemes.includes(url.protocol), baseUrlField, 'must begin with https://')
  return url
}

/** Returns the names that may be used. */
function checkSecrets(secrets: Readonly<Record<string, string>>, violations: Violations): string[] {
  const names = Object.keys(secrets)
  violations.check(names.length <= secretsMax, 'connection.rest.secrets', `must be ${secretsMax} at most`)
  return names.slice(0, secretsMax).filter((name) => {
    const field = `connection.rest.secrets[${JSON.stringify(name.slice(0, 64))}]`
    const isName = /^[A-Za-z]\w{0,63}$/.test(name)
    violations.check(isName, field, 'must be named by 1 to 64 letters, digits and underscores')
    checkSecret(secrets[name] ?? '', field, violations)
    return isName
  })
}

function checkSecret(secret: string, field: string, violations: Violations): void {
  violations.check(
    secret.length <= secretMaxChars && printable.test(secret),
    field,
    `must be printable ASCII, ${secretMaxChars} characters at most`,
  )
}

function checkMapping(text: string, secretNames: readonly string[], violations: Violations): void {
  const field = 'connection.rest.mapping'
  if (!violations.check(text.length <= mappingMaxChars, field, `must be ${mappingMaxChars} characters at most`)) return
  try {
    parseMapping(JSON.parse(text), secretNames)
  } catch (error) {
    if (error instanceof InvalidMapping)
      for (const { field: inner, description } of error.issues)
        violations.add(inner === 'mapping' ? field : `${field}.${inner}`, description)
    else if (error instanceof SyntaxError) violations.add(field, `is not JSON: ${error.message}`)
    else throw error
  }
}
