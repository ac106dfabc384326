import { describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'

describe('loadConfig', () => {
  it('needs nothing: the sandbox’s sellers, the usual address, a key for this process', () => {
    const config = loadConfig({})
    expect(config).toMatchObject({ listenAddr: '127.0.0.1:50051', isTokenKeyTemporary: true })
    expect(config.sellers.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['harbor', 'northgate', 'fleet-street', 'bargain-barn']),
    )
    expect(config.sellers[2]?.connection).toMatchObject({ address: '127.0.0.1:4401' })
    expect(loadConfig({}).tokenKeys).not.toEqual(config.tokenKeys)
  })

  it('finds the gRPC seller one port above the sandbox', () => {
    const [, , fleetStreet] = loadConfig({ QUIRE_SANDBOX_URL: 'http://127.0.0.1:5500' }).sellers
    expect(fleetStreet?.connection).toMatchObject({ address: '127.0.0.1:5501' })
  })

  it.each([
    ['QUIRE_GATEWAY_ADDR', 'no port'],
    ['QUIRE_SANDBOX_URL', 'file:///etc/passwd'],
    ['QUIRE_SANDBOX_GRPC_ADDR', 'no port'],
    ['QUIRE_GATEWAY_TOKEN_KEYS', 'too short'],
    ['QUIRE_LOG_LEVEL', 'loud'],
    ['QUIRE_QUOTE_CACHE_SECONDS', '-1'],
    ['QUIRE_FX_RATES', 'no JSON'],
    ['QUIRE_FX_RATES', '{"base":"USD","time":"2026-11-20T00:00:00Z","rates":{"GBP":"-1"}}'],
    ['QUIRE_FX_RATES', '{"base":"USD","time":"2026-11-20T00:00:00Z","rates":{"GBP":"0.8"}}'], // no EUR, which a seller charges in
    ['QUIRE_FX_RATES', '{"base":"USD","time":"2026-11-20T00:00:00Z","rates":{"XXX":"1"}}'],
  ])('names a wrong %s: %s', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(name)
  })
})
