// `npm run bench -- record-rounds`: asks the sandbox's sellers, at their designed latencies, for books of the demo catalogue and writes
// down how long each took and its lowest landed total. The stopping rule is simulated on what was recorded (simulate-rounds.ts).
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { credentials, makeClientConstructor } from '@grpc/grpc-js'
import { gatewayService } from '@quire/proto'
import type { gateway } from '@quire/proto'
import { fromProtoMoney } from '@quire/proto/money'
import { startSandbox } from '@quire/sandbox'
import { loadConfig, startGateway } from '@quire/seller-gateway'
import { root } from '../../scripts/root.ts'
import { toCsv } from './rounds.ts'
import type { Round } from './rounds.ts'

const roundsMax = 600
const lanes = 4 // few enough that the sellers do not wait for each other

export async function recordRounds(say: (line: string) => void): Promise<void> {
  const sandbox = await startSandbox({ calm: false, seed: 1 })
  const door = await startGateway(
    loadConfig({
      QUIRE_GATEWAY_ADDR: '127.0.0.1:0',
      QUIRE_SANDBOX_URL: sandbox.url,
      QUIRE_SANDBOX_GRPC_ADDR: sandbox.grpcAddr,
      QUIRE_LOG_LEVEL: 'silent',
    }),
  )
  const Client = makeClientConstructor(gatewayService, 'SellerGateway')
  const client = new Client(door.addr, credentials.createInsecure()) as unknown as gateway.SellerGatewayClient
  const books = readFileSync(join(root, 'sandbox/core/demo-books.txt'), 'utf8').match(/\d{13}/g) ?? []
  const rounds: Round[] = []
  try {
    await ask(client, books[0] ?? '') // price lists are read once
    let next = 1
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        while (next < books.length && rounds.length < roundsMax) {
          rounds.push(await ask(client, books[next++] ?? ''))
          if (rounds.length % 50 === 0) say(`${rounds.length} of ${roundsMax} rounds`)
        }
      }),
    )
  } finally {
    client.close()
    await door.close()
    await sandbox.close()
  }
  writeFileSync(join(root, 'bench/stopping/rounds.csv'), toCsv(rounds))
}

async function ask(client: gateway.SellerGatewayClient, isbn13: string): Promise<Round> {
  const request = { isbn13, destination: { country: 'US' }, currency: 'USD', liveOnly: true }
  const call = client.streamQuotes(request, { deadline: Date.now() + 10_000 })
  const lowest = new Map<string, number>()
  const round: Round = new Map()
  const startedAt = performance.now()
  for await (const { quote, done, failed } of call as AsyncIterable<gateway.StreamQuotesResponse__Output>) {
    if (quote?.landedTotal) {
      const minor = Number(fromProtoMoney(quote.landedTotal).minor)
      lowest.set(quote.sellerId, Math.min(minor, lowest.get(quote.sellerId) ?? Infinity))
    }
    const ms = Math.round(performance.now() - startedAt)
    if (done) round.set(done.sellerId, { ms, minor: lowest.get(done.sellerId) ?? null })
    if (failed) round.set(failed.sellerId, { ms: null, minor: null })
  }
  return round
}
