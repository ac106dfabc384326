import { describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'

describe('loadConfig', () => {
  it('needs nothing: the sandbox’s sellers, the usual address, a key for this process', () => {
    const config = loadConfig({})
    expect(config).toMatchObject({ listenAddr: '127.0.0.1:50051', isTokenKeyTemporary: true })
    expect(config.sellers.map(({ id }) => id)).toEqual(expect.arrayContaining(['harbor', 'northgate', 'fleet-street']))
    expect(config.sellers.find(({ id }) => id === 'fleet-street')?.connection).toMatchObject({
      address: '127.0.0.1:4401',
    })
    expect(loadConfig({}).tokenKeys).not.toEqual(config.tokenKeys)
  })

  it('finds the gRPC seller one port above the sandbox', () => {
    const { sellers } = loadConfig({ QUIRE_SANDBOX_URL: 'http://127.0.0.1:5500' })
    expect(sellers.find(({ id }) => id === 'fleet-street')?.connection).toMatchObject({ address: '127.0.0.1:5501' })
  })

  it.each([
    ['QUIRE_GATEWAY_ADDR', 'no port'],
    ['QUIRE_GATEWAY_WEBHOOK_ADDR', 'no port'],
    ['QUIRE_SANDBOX_URL', 'file:///etc/passwd'],
    ['QUIRE_SANDBOX_GRPC_ADDR', 'no port'],
    ['QUIRE_GATEWAY_TOKEN_KEYS', 'too short'],
    ['QUIRE_GATEWAY_KEY', 'too short'],
    ['DATABASE_URL', 'mysql://x'],
    ['QUIRE_GATEWAY_SECRET_KEYS', 'too short'],
    ['QUIRE_GATEWAY_ALLOW_LOOPBACK_SELLERS', 'yes'],
    ['QUIRE_LOG_LEVEL', 'loud'],
    ['QUIRE_QUOTE_CACHE_SECONDS', '-1'],
    ['QUIRE_FX_RATES', 'no JSON'],
    ['QUIRE_FX_RATES', '{"base":"USD","time":"2026-11-20T00:00:00Z","rates":{"GBP":"-1"}}'],
    ['QUIRE_FX_RATES', '{"base":"USD","time":"2026-11-20T00:00:00Z","rates":{"GBP":"0.8"}}'], // no EUR, which a seller charges in
    ['QUIRE_FX_RATES', '{"base":"USD","time":"2026-11-20T00:00:00Z","rates":{"XXX":"1"}}'],
  ])('names a wrong %s: %s', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(name)
  })

  it('listens beyond this machine only behind a key', () => {
    for (const addr of ['0.0.0.0:50051', '[::]:50051', 'gateway:50051', '127.0.0.1.evil.example:1'])
      expect(() => loadConfig({ QUIRE_GATEWAY_ADDR: addr }), addr).toThrow('QUIRE_GATEWAY_KEY')
    expect(
      loadConfig({ QUIRE_GATEWAY_ADDR: '0.0.0.0:50051', QUIRE_GATEWAY_KEY: 'k'.repeat(32) }).gatewayKey,
    ).not.toBeNull()
    for (const addr of ['127.0.0.1:0', '[::1]:0', 'localhost:0'])
      expect(loadConfig({ QUIRE_GATEWAY_ADDR: addr }).gatewayKey).toBeNull()
  })

  it('takes sellers in only where their credentials can be sealed', () => {
    const DATABASE_URL = 'postgres://quire@127.0.0.1/quire'
    expect(() => loadConfig({ DATABASE_URL })).toThrow('QUIRE_GATEWAY_SECRET_KEYS')
    expect(loadConfig({ DATABASE_URL: '' }).onboarding).toBeNull()
    expect(loadConfig({ DATABASE_URL, QUIRE_GATEWAY_SECRET_KEYS: 'k'.repeat(32) }).onboarding).toMatchObject({
      allowLoopback: false,
    })
  })

  it.each([
    [{ QUIRE_GATEWAY_TLS_CERT: 'cert.pem' }, 'QUIRE_GATEWAY_TLS_KEY'],
    [{ QUIRE_GATEWAY_CLIENT_CA: 'ca.pem' }, 'QUIRE_GATEWAY_TLS_CERT'],
  ])('refuses half of TLS: %j', (env, names) => {
    expect(() => loadConfig(env)).toThrow(names)
  })
})
