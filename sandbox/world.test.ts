// The same seed gives the same world, another seed another one; and the box opens and closes as a process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { startSandbox } from './index.ts'
import type { Sandbox } from './index.ts'
import type { Buyer } from './testing/buyer.ts'
import { bargainBarnBuyer } from './testing/bargain-barn-buyer.ts'
import { continentalBuyer, continentalUsBuyer } from './testing/continental-buyer.ts'
import { fleetStreetBuyer } from './testing/fleet-street-buyer.ts'
import { harborBuyer } from './testing/harbor-buyer.ts'
import { lanternBuyer } from './testing/lantern-buyer.ts'
import { northgateBuyer } from './testing/northgate-buyer.ts'
import { papertrailBuyer } from './testing/papertrail-buyer.ts'
import { control, ordersOf, requestsOf } from './testing/control.ts'

const isbns = ['9780340839935', '9780141439518', '9780679783268', '9788497596824', '9780345475831', '9780441172719']
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close()
})

it('gives the same quotes and the same run of faults for the same seed', async () => {
  const one = await run(7)
  expect(await run(7)).toEqual(one)
  expect(await run(8)).not.toEqual(one)
})

it('gives the same world again after a reset', async () => {
  const sandbox = await start({ seed: 7 })
  const buyers = await buyersOf(sandbox)
  const before = await live(sandbox, buyers)
  await control(sandbox, 'POST', '/reset', { seed: 7 })
  expect(await live(sandbox, buyers)).toEqual(before)
})

it('forgets orders, knobs, offers and payments at a reset', async () => {
  const sandbox = await start({ seed: 1 })
  const before = await control(sandbox, 'GET', '/sellers')
  await control(sandbox, 'PATCH', '/sellers/harbor', { failRate: 1 })
  await control(sandbox, 'PATCH', '/payments', { declineRate: 1 })
  await control(sandbox, 'PUT', `/sellers/northgate/offers/${isbns[0]}`, { price: '1.00', currency: 'GBP' })
  const buyer = northgateBuyer(sandbox)
  await buyer.place('r1', { id: isbns[0]!, total: { currency: 'GBP', minor: 100n }, quantity: 1 })
  expect(await ordersOf(sandbox, 'northgate')).toHaveLength(1)

  expect(await control(sandbox, 'POST', '/reset', { seed: 1 })).toEqual({ status: 200, body: { seed: 1 } })

  expect(await control(sandbox, 'GET', '/sellers')).toEqual(before)
  expect((await control(sandbox, 'GET', '/payments')).body).toMatchObject({ declineRate: 0 })
  expect(await ordersOf(sandbox, 'northgate')).toEqual([])
  expect(await requestsOf(sandbox, 'northgate')).toEqual([])
  const quotes = await buyer.quote(isbns[0]!)
  expect(quotes).not.toMatchObject({ value: [{ total: { minor: 100n } }] })
})

it('has no copy on paper of the ebooks of the demo', async () => {
  const sandbox = await start({})
  const path = join(import.meta.dirname, '../server/modules/ebooks/demo/books.ts')
  const ebooks = readFileSync(path, 'utf8').match(/979\d{10}/g) ?? []
  expect(ebooks).toHaveLength(3)
  for (const isbn13 of ebooks)
    for (const seller of ['harbor', 'northgate', 'fleet-street', 'foxed', 'lantern'])
      expect((await control(sandbox, 'GET', `/sellers/${seller}/offers/${isbn13}`)).body).toEqual([])
})

it('prices plausibly: most books carried, from 1 to 45 in any currency', async () => {
  const sandbox = await start({})
  let carried = 0
  for (const isbn of manyIsbns(200)) {
    for (const seller of ['harbor', 'northgate', 'fleet-street']) {
      const path = `/sellers/${seller}/offers/${isbn}?country=GB&currency=GBP`
      const { body } = await control<Priced[]>(sandbox, 'GET', path)
      if (body.length > 0) carried += 1
      for (const { item, total } of body) {
        expect(item.minor).toBeGreaterThanOrEqual(78)
        if (total) expect(total.minor).toBeLessThan(4500)
      }
    }
  }
  expect(carried / 600).toBeGreaterThan(0.85)
  expect(carried / 600).toBeLessThan(0.95)
})

it('starts with the personalities as designed, divided by the speed', async () => {
  const sandbox = await start({ calm: false, speed: 10 })
  const { body } = await control<{ name: string }[]>(sandbox, 'GET', '/sellers')
  expect(Object.fromEntries(body.map((seller) => [seller.name, seller]))).toMatchObject({
    harbor: { protocol: 'rest', address: `${sandbox.url}/harbor`, behaviour: { latencyMs: { p50: 12, p99: 90 } } },
    northgate: { protocol: 'soap', behaviour: { latencyMs: { p50: 45, p99: 400 }, failRate: 0.005 } },
    'fleet-street': { protocol: 'grpc', address: sandbox.grpcAddr, behaviour: { lateAcceptRate: 0.01 } },
    meridian: { protocol: 'graphql', behaviour: { latencyMs: { p50: 9, p99: 40 } } },
    'bargain-barn': { protocol: 'price-list', behaviour: { documentMs: { p50: 150, p99: 800 } } },
    foxed: { protocol: 'signed', behaviour: { latencyMs: { p50: 30, p99: 250 }, soldOutRate: 0.08 } },
    continental: { protocol: 'edi', currencies: ['EUR', 'CHF'], behaviour: { documentMs: { p50: 800, p99: 4_500 } } },
  })
})

it('runs as a process: says when it is ready, ends on SIGTERM', async () => {
  const env = { PATH: process.env.PATH, QUIRE_SANDBOX_PORT: '0', QUIRE_SANDBOX_SEED: '3' }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  expect(String(line)).toMatch(/^sandbox ready: http:\/\/127\.0\.0\.1:\d+\n$/)
  const url = String(line).trim().split(' ').at(-1)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('refuses a configuration that makes no sense', () => {
  expect(() => readConfig({ QUIRE_SANDBOX_PORT: 'http' })).toThrow(/QUIRE_SANDBOX_PORT/)
  expect(() => readConfig({ QUIRE_SANDBOX_SPEED: '0' })).toThrow(/QUIRE_SANDBOX_SPEED/)
  expect(readConfig({ QUIRE_SANDBOX_PORT: '' }).port).toBe(4400)
})

it('says when its port is taken', async () => {
  const sandbox = await start({})
  await expect(startSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toThrow(/EADDRINUSE/)
  await expect(startSandbox({ grpcPort: Number(sandbox.grpcAddr.split(':')[1]) })).rejects.toThrow(/EADDRINUSE/)
})

async function start(config: Parameters<typeof startSandbox>[0]): Promise<Sandbox> {
  const sandbox = await startSandbox(config)
  open.push(sandbox)
  return sandbox
}

async function buyersOf(sandbox: Sandbox): Promise<Buyer[]> {
  const buyers = [
    await harborBuyer(sandbox),
    northgateBuyer(sandbox),
    fleetStreetBuyer(sandbox),
    lanternBuyer(sandbox),
    bargainBarnBuyer(sandbox),
    papertrailBuyer(sandbox),
    continentalBuyer(sandbox),
    continentalUsBuyer(sandbox),
  ]
  open.unshift(...buyers) // clients end before their servers
  return buyers
}

async function run(seed: number): Promise<unknown> {
  const sandbox = await start({ seed })
  return live(sandbox, await buyersOf(sandbox))
}

// Some quotes and some orders with luck in play, as plain data. Quote ids of Fleet Street carry the time, so they are left out.
async function live(sandbox: Sandbox, buyers: Buyer[]): Promise<unknown> {
  const seen: unknown[] = []
  for (const buyer of buyers) {
    await control(sandbox, 'PATCH', `/sellers/${buyer.seller}`, {
      failRate: 0.2,
      soldOutRate: 0.3,
      priceMoveRate: 0.3,
      loseAnswerRate: 0.3,
    })
    for (const isbn of isbns) {
      const quotes = await buyer.quote(isbn)
      seen.push(quotes.kind === 'ok' ? quotes.value.map(({ total }) => String(total.minor)) : quotes.kind)
      if (quotes.kind !== 'ok' || !quotes.value[0]) continue
      const placed = await buyer.place(`r-${isbn}`, quotes.value[0])
      seen.push(placed.kind, placed.kind === 'refused' && placed.code)
    }
  }
  return seen
}

interface Priced {
  item: { minor: number }
  total: { minor: number } | null
}

function manyIsbns(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const body = `978${String(1_000_003 * (i + 1)).padStart(9, '0')}`
    const sum = [...body].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
    return `${body}${(10 - (sum % 10)) % 10}`
  })
}
