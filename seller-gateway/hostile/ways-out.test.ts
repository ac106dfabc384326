// The guarded HTTP client and the gRPC channel are the only ways out: nothing else in the gateway can open a connection to anybody.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '..')

/** Modules that can connect, or start something that can. */
const connecting = new Set(
  (
    'http https http2 net tls dgram dns dns/promises child_process worker_threads cluster module vm inspector ' +
    'undici ws axios got node-fetch @grpc/grpc-js'
  ).split(' '),
)

/** What may be had from them, by file: `*` is every file. Nothing in that line opens a connection. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  '*': ['Metadata', 'Server', 'ServerCredentials', 'status'].map((name) => `${name} of @grpc/grpc-js`),
  'core/guarded-http.ts': ['Agent of undici', 'buildConnector of undici'],
  'core/resolve-name.ts': ['Resolver of dns/promises', 'isIP of net'],
  'core/webhooks.ts': ['createServer of http'],
  // The kit's own wire connects to what its `resolve` has judged (gateway-kit.ts), and may cut that connection in the middle.
  'conformance/grpc/connect.ts': ['Client', 'credentials'].map((name) => `${name} of @grpc/grpc-js`),
  'conformance/grpc/cut-proxy.ts': ['createConnection of net', 'createServer of net'],
  'adapters/grpc/channel.ts': ['Client', 'connectivityState', 'credentials'].map((name) => `${name} of @grpc/grpc-js`),
}

const namedImport = /^import (?:(type) )?\{([^}]*)\} from ['"](?:node:)?([^'"]+)['"]/gm
const anyModule = /['"`](?:node:)?([\w@/.-]+)['"`]/g
// The globals themselves are oxlint's: only it can tell `fetch` from a parameter of that name (.oxlintrc.json).
const backDoors = /\b(globalThis|process\.binding|process\.getBuiltinModule)\b/g

/** What in this file could get past the guards. */
function waysOut(file: string, source: string): string[] {
  const may = new Set([...(allowed['*'] ?? []), ...(allowed[file] ?? [])])
  const text = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const taken = [...text.matchAll(namedImport)].flatMap(([, isType, names = '', from = '']) =>
    isType || !connecting.has(from) ? [] : namesIn(names).map((name) => `${name} of ${from}`),
  )
  // A namespace, a default, a re-export, import() or require: whatever names such a module in another way.
  const others = [...text.replaceAll(namedImport, '').matchAll(anyModule)].map(([, name = '']) => name)
  return [
    ...taken.filter((one) => !may.has(one)),
    ...others.filter((name) => connecting.has(name) && !isWord(name)),
    ...(text.match(backDoors) ?? []),
  ]
}

/** Texts that are also words of other things: a protocol's name in a message is no module. */
const isWord = (name: string) => ['http', 'https', 'module', 'net', 'got'].includes(name)

function namesIn(list: string): string[] {
  return list.split(',').flatMap((part) => /^(?!type )(\w+)/.exec(part.trim())?.[1] ?? [])
}

const isOurs = (file: string) => !/(^|\/)(node_modules|testing|fixtures|hostile)\/|\.test\.ts$/.test(file)
const files = globSync('**/*.ts', { cwd: root, exclude: (name) => name === 'node_modules' })
  .map((file) => file.split(path.sep).join('/'))
  .filter(isOurs)

describe('the only ways out', () => {
  it('were looked for in every file', () => {
    expect(files.length).toBeGreaterThan(90)
    for (const file of Object.keys(allowed)) if (file !== '*') expect(files).toContain(file)
  })

  it('are the guarded client and the gRPC channel', () => {
    const found = files.flatMap((file) =>
      waysOut(file, readFileSync(path.join(root, file), 'utf8')).map((way) => `${file}: ${way}`),
    )
    expect(found).toEqual([])
  })

  it.each([
    ["import { request } from 'undici'", 'request of undici'],
    ["import { Agent } from 'undici'", 'Agent of undici'],
    ["import { get } from 'node:https'", 'get of https'],
    ["import { createServer, request } from 'node:http'", 'request of http'],
    ["import {\n  type Server,\n  request,\n} from 'http'", 'request of http'],
    ["import { connect } from 'node:net'", 'connect of net'],
    ["import { connect } from 'node:tls'", 'connect of tls'],
    ["import { createSocket } from 'node:dgram'", 'createSocket of dgram'],
    ["import { lookup } from 'node:dns/promises'", 'lookup of dns/promises'],
    ["import { spawn } from 'node:child_process'", 'spawn of child_process'],
    ["import { Client } from '@grpc/grpc-js'", 'Client of @grpc/grpc-js'],
    ["import { status, makeClientConstructor } from '@grpc/grpc-js'", 'makeClientConstructor of @grpc/grpc-js'],
    ["import * as grpc from '@grpc/grpc-js'", '@grpc/grpc-js'],
    ["import undici from 'undici'", 'undici'],
    ["export { request } from 'undici'", 'undici'],
    ["const { request } = await import('undici')", 'undici'],
    ["const tls = require('node:tls')", 'tls'],
    ["const http = process.getBuiltinModule('node:http')", 'process.getBuiltinModule'],
    ["const answer = await globalThis.fetch('https://seller.example')", 'globalThis'],
  ])('%s is found', (planted, way) => {
    expect(waysOut('adapters/new-protocol/client.ts', planted)).toContain(way)
  })

  it.each([
    "import type { Dispatcher } from 'undici'",
    "import { status, type ServiceError } from '@grpc/grpc-js'",
    "// const { request } = await import('undici')",
    'const text = await client.fetch(1, signal)',
  ])('%s is no way out', (harmless) => expect(waysOut('adapters/new-protocol/client.ts', harmless)).toEqual([]))
})
