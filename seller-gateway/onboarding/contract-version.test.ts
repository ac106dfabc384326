// A seller pins the version of the contract that it is spoken to in.
import { describe, expect, it } from 'vitest'
import { contractVersions } from '../adapters/grpc/client.ts'
import { systemClock } from '../core/clock.ts'
import { connectSeller } from '../core/registry.ts'
import { parseConnection } from './parse-connection.ts'
import { toEntry } from './to-entry.ts'
import type { StoredSeller } from './model.ts'
import { noViolations } from './violations.ts'

const profile = { name: 'A', currencies: ['USD'], requestsPerSecond: 1, concurrentCalls: 1 } as StoredSeller['profile']
const deps = { clock: systemClock, onRequest: () => {} }

function parse(contractVersion: string) {
  const violations = noViolations()
  const grpc = { address: 'books.example:443', contractVersion, apiKey: 'key', plaintext: false }
  const parsed = parseConnection({ grpc, protocol: 'grpc' }, { allowLoopback: false, keptSecrets: [], violations })
  return { parsed, fields: violations.found.map(({ field }) => field) }
}

describe('at registration', () => {
  it.each(contractVersions)('%s is kept', (version) => {
    const { parsed, fields } = parse(version)
    expect(fields).toEqual([])
    expect(parsed?.connection).toMatchObject({ contractVersion: version })
  })

  it.each(['quire.seller.v9', '', 'quire.seller.V1', 'constructor'])(
    '"%s" is refused by the name of the field',
    (version) => {
      expect(parse(version).fields).toEqual(['connection.grpc.contract_version'])
    },
  )
})

it('is what the adapter speaks; none is spoken in place of one that is not', async () => {
  const connect = (contractVersion: string) => {
    const connection = { protocol: 'grpc', address: 'books.example:443', contractVersion, plaintext: false } as const
    return connectSeller(toEntry({ id: 'a', profile, connection }, {}, false), deps)
  }
  await connect('quire.seller.v1').close()
  expect(() => connect('quire.seller.v9')).toThrow('quire.seller.v9')
})
