import type { onboarding } from '@quire/proto'
import { describe, expect, it } from 'vitest'
import papertrail from '../mappings/papertrail.json' with { type: 'json' }
import { parseConnection } from './parse-connection.ts'
import { noViolations } from './violations.ts'

const grpc = { address: 'sellers.example:443', contractVersion: 'quire.seller.v1', apiKey: 'a key', plaintext: false }
const rest = { baseUrl: 'https://books.example/api', mapping: JSON.stringify(papertrail), secrets: { apiKey: 'a key' } }

function read(
  given: onboarding.Connection__Output | null,
  { allowLoopback = false, keptSecrets = [] as string[] } = {},
) {
  const violations = noViolations()
  const parsed = parseConnection(given, { allowLoopback, keptSecrets, violations })
  return { parsed, fields: violations.found.map(({ field }) => field) }
}

describe('parseConnection', () => {
  it('reads both protocols, secrets apart', () => {
    expect(read({ grpc })).toMatchObject({
      fields: [],
      parsed: { host: 'sellers.example', secrets: { 'grpc.api_key': 'a key' } },
    })
    const { fields, parsed } = read({ rest })
    expect({ fields, host: parsed?.host }).toEqual({ fields: [], host: 'books.example' })
    expect(parsed?.secrets).toEqual({ 'rest.secrets.apiKey': 'a key' })
    expect(JSON.stringify(parsed?.connection)).not.toContain('a key')
  })

  it.each<[string, Partial<onboarding.GrpcConnection__Output>]>([
    ['connection.grpc.address', { address: 'sellers.example' }],
    ['connection.grpc.address', { address: 'unix:/run/docker.sock:1' }],
    ['connection.grpc.address', { address: 'dns:///sellers.example:443' }],
    ['connection.grpc.address', { address: 'sellers.example:70000' }],
    ['connection.grpc.contract_version', { contractVersion: 'quire.seller.v9' }],
    ['connection.grpc.api_key', { apiKey: 'with\nnewline' }],
    ['connection.grpc.plaintext', { plaintext: true }],
  ])('names %s: %j', (field, change) => {
    expect(read({ grpc: { ...grpc, ...change } }).fields).toEqual([field])
  })

  it.each<[string, Partial<onboarding.RestConnection__Output>]>([
    ['connection.rest.base_url', { baseUrl: 'books.example' }],
    ['connection.rest.base_url', { baseUrl: 'http://books.example' }],
    ['connection.rest.base_url', { baseUrl: 'file:///etc/passwd' }],
    ['connection.rest.base_url', { baseUrl: 'https://user:password@books.example' }],
    ['connection.rest.base_url', { baseUrl: 'https://books.example/?q=1' }],
    ['connection.rest.mapping', { mapping: '{' }],
    ['connection.rest.mapping', { mapping: 'x'.repeat(65 * 1024) }],
    [
      'connection.rest.mapping.quotes.each',
      { mapping: JSON.stringify({ ...papertrail, quotes: { ...papertrail.quotes, each: 7 } }) },
    ],
    ['connection.rest.secrets["not a name"]', { secrets: { apiKey: 'a key', 'not a name': 'x' } }],
  ])('names %s', (field, change) => {
    expect(read({ rest: { ...rest, ...change } }).fields).toContain(field)
  })

  it('knows the secrets that are kept, and misses one that is taken away', () => {
    const kept = { keptSecrets: ['rest.secrets.apiKey'] }
    expect(read({ rest: { ...rest, secrets: {} } }, kept).fields).toEqual([])
    expect(read({ rest: { ...rest, secrets: {} } }).fields).not.toEqual([])
    expect(read({ rest: { ...rest, secrets: { apiKey: '' } } }, kept).fields).not.toEqual([])
  })

  it('lets http and plain text into a sandbox only', () => {
    const sandbox = { allowLoopback: true }
    expect(read({ grpc: { ...grpc, plaintext: true } }, sandbox).fields).toEqual([])
    expect(read({ rest: { ...rest, baseUrl: 'http://127.0.0.1:8080' } }, sandbox).fields).toEqual([])
  })

  it('needs one of them', () => {
    expect(read(null)).toEqual({ parsed: null, fields: ['connection'] })
    expect(read({}).fields).toEqual(['connection'])
  })
})
