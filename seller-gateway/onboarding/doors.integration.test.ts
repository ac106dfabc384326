// The locks of the gateway's port: the server's key, sellers' keys and certificates, and what each of them does not open.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, credentials, status } from '@grpc/grpc-js'
import { service as healthService } from 'grpc-health-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import { loadConfig, startGateway } from '../index.ts'
import type { Gateway } from '../index.ts'
import { makeAuthority } from '../testing/certificates.ts'
import { connectOnboarding, goodProfile, grpcAt, startOnboardingGateway } from '../testing/onboarding-world.ts'
import { startOwnSeller } from '../testing/own-seller.ts'
import { connectClient } from '../testing/world.ts'

const database = useDatabase()
const gatewayKey = 'the-key-of-the-server-which-is-long-enough'
const dir = mkdtempSync(join(tmpdir(), 'quire-doors-'))
let own: Awaited<ReturnType<typeof startOwnSeller>>
beforeAll(async () => {
  own = await startOwnSeller()
})
afterAll(() => {
  own.close()
  rmSync(dir, { recursive: true })
})

describe('the server’s key', () => {
  let gateway: Gateway
  beforeAll(async () => {
    gateway = await startOnboardingGateway(database.url, { env: { QUIRE_GATEWAY_KEY: gatewayKey } })
  })
  afterAll(() => gateway.close())

  it('opens SellerGateway, and nothing else does', async () => {
    const anybody = connectOnboarding(gateway.addr)
    const request = { requestId: randomUUID(), profile: goodProfile('Locked Books'), connection: grpcAt(own.address) }
    const sellersKey = (await anybody.register(request)).answer?.apiKey ?? ''
    anybody.close()
    for (const key of ['', sellersKey, `${gatewayKey}x`]) {
      const client = connectClient(gateway.addr, key)
      expect((await client.list({})).error).toMatchObject({ code: status.UNAUTHENTICATED })
      client.close()
    }
    const server = connectClient(gateway.addr, gatewayKey)
    expect((await server.list({})).answer?.sellers.length).toBeGreaterThan(0)
    server.close()
  })

  it('opens no seller’s affairs', async () => {
    const client = connectOnboarding(gateway.addr, gatewayKey)
    expect((await client.get({})).error).toMatchObject({ code: status.UNAUTHENTICATED })
    client.close()
  })

  it('is asked for neither by health nor by reflection, which know all services', async () => {
    const raw = new Client(gateway.addr, credentials.createInsecure())
    const { path, requestSerialize, responseDeserialize } = healthService['Check']!
    const health = (service: string) =>
      new Promise((resolve) =>
        raw.makeUnaryRequest(path, requestSerialize, responseDeserialize, { service }, (error, answer) =>
          resolve(error ?? answer),
        ),
      )
    expect(await health('quire.onboarding.v1.SellerOnboarding')).toMatchObject({ status: 'SERVING' })
    const listed = await listServices(raw)
    for (const service of ['gateway.v1.SellerGateway', 'onboarding.v1.SellerOnboarding', 'seller.v1.SellerService'])
      expect(listed).toContain(`quire.${service}`)
    raw.close()
  })
})

/** As grpcurl does it; the answer's bytes hold the names as they are. */
async function listServices(client: Client): Promise<string> {
  const listServicesOfAll = Buffer.from([0x3a, 1, 0x2a]) // ServerReflectionRequest { list_services: "*" }
  const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo'
  const asText = (bytes: Buffer) => bytes.toString('latin1')
  const call = client.makeBidiStreamRequest(path, (bytes: Buffer) => bytes, asText)
  call.write(listServicesOfAll)
  call.end()
  let answers = ''
  for await (const answer of call as AsyncIterable<string>) answers += answer
  return answers
}

describe('client certificates', () => {
  const [ours, others] = [makeAuthority('Quire CA'), makeAuthority('Another CA')]
  const server = ours.issue('gateway')
  let gateway: Gateway
  beforeAll(async () => {
    const files = { 'cert.pem': server.cert, 'key.pem': server.key, 'ca.pem': ours.cert }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
    gateway = await startOnboardingGateway(database.url, {
      env: {
        QUIRE_GATEWAY_TLS_CERT: join(dir, 'cert.pem'),
        QUIRE_GATEWAY_TLS_KEY: join(dir, 'key.pem'),
        QUIRE_GATEWAY_CLIENT_CA: join(dir, 'ca.pem'),
      },
    })
  })
  afterAll(() => gateway.close())

  const connect = (apiKey: string, shown?: { cert: Buffer; key: Buffer }) =>
    connectOnboarding(
      gateway.addr.replace('127.0.0.1', 'localhost'), // TLS asks for a server by its name
      apiKey,
      credentials.createSsl(ours.cert, shown?.key, shown?.cert),
    )

  it('speak for the seller that named them, once they are issued under our CA', async () => {
    const [mine, stolenName, strangers] = [ours.issue('mine'), ours.issue('mine'), others.issue('mine')]
    const anybody = connect('')
    const certificateFingerprints = [mine.fingerprint.toUpperCase(), strangers.fingerprint]
    const profile = goodProfile('Certified Books', { certificateFingerprints })
    const { answer } = await anybody.register({ requestId: randomUUID(), profile, connection: grpcAt(own.address) })
    const sellerId = answer?.seller?.sellerId

    const byCertificate = connect('', mine)
    expect((await byCertificate.get({})).answer?.seller?.sellerId).toBe(sellerId)
    // one with the same name that nobody named, one that was named and is not issued by us, and none at all
    for (const shown of [stolenName, strangers, undefined]) {
      const client = connect('', shown)
      expect((await client.get({})).error).toMatchObject({ code: status.UNAUTHENTICATED })
      client.close()
    }
    // a certificate is another way in, so the last key may go
    const keyId = answer?.seller?.apiKeys[0]?.keyId ?? ''
    expect((await byCertificate.revokeKey({ keyId })).answer?.apiKeys).toEqual([])
    byCertificate.close()

    const second = await anybody.register({
      requestId: randomUUID(),
      profile: goodProfile('Copied Books', { certificateFingerprints: [mine.fingerprint] }),
      connection: grpcAt(own.address),
    })
    expect(second.error?.violations).toMatchObject([{ field: 'profile.certificate_fingerprints[0]' }])
    anybody.close()
  })

  it('are not needed by those who have a key', async () => {
    const anybody = connect('')
    const request = { requestId: randomUUID(), profile: goodProfile('Keyed Books'), connection: grpcAt(own.address) }
    const { answer } = await anybody.register(request)
    const byKey = connect(answer?.apiKey ?? '')
    expect((await byKey.get({})).answer?.seller?.sellerId).toBe(answer?.seller?.sellerId)
    anybody.close()
    byKey.close()
  })
})

describe('without a database', () => {
  it('trades, and says that onboarding is off', async () => {
    const gateway = await startGateway(loadConfig({ QUIRE_GATEWAY_ADDR: '127.0.0.1:0', QUIRE_LOG_LEVEL: 'silent' }))
    const client = connectOnboarding(gateway.addr)
    const off = { code: status.FAILED_PRECONDITION, reason: 'ONBOARDING_OFF' }
    expect((await client.register({})).error).toMatchObject(off)
    expect((await client.conform()).error).toMatchObject(off)
    expect((await client.push([{ offerId: '1' }])).error).toMatchObject(off)
    const server = connectClient(gateway.addr)
    expect((await server.list({})).answer?.sellers.length).toBeGreaterThan(0)
    client.close()
    server.close()
    await gateway.close()
  })

  it('starts and trades while its database is away, and says so', async () => {
    const gateway = await startOnboardingGateway('postgres://quire@127.0.0.1:1/quire')
    const client = connectOnboarding(gateway.addr, `qsk_${'0'.repeat(16)}_${'a'.repeat(43)}`)
    expect((await client.get({})).error).toMatchObject({ code: status.UNAVAILABLE, reason: 'STORE_UNAVAILABLE' })
    const server = connectClient(gateway.addr)
    expect((await server.list({})).answer?.sellers.length).toBeGreaterThan(0)
    client.close()
    server.close()
    await gateway.close()
  })
})
