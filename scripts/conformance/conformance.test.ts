// The command, as an integrator runs it: its own process, against a seller on a port.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { startReferenceSeller } from '../../seller-gateway/conformance/testing/reference-seller.ts'
import { ReferenceShop } from '../../seller-gateway/conformance/testing/reference-shop.ts'
import { isbn } from '../../seller-gateway/testing/books.ts'
import { root } from '../root.ts'
import { readArguments } from './arguments.ts'

const key = 'a key for tests'
const copies = [{ isbn13: isbn(1), condition: 'NEW' as const, cents: 1_250, quantity: 40 }]
const named = ['--key', key, '--isbn', isbn(1)]

let close = () => {}
afterEach(() => close())

async function serve(shop: ReferenceShop): Promise<string> {
  const server = await startReferenceSeller(shop)
  close = server.close
  return server.address
}

function start(...args: string[]) {
  const child = spawn(process.execPath, [join(root, 'scripts/conformance.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }))
  return { child, ended }
}

it('ends with 0 for a seller that conforms; the last line is the report', async () => {
  const target = await serve(new ReferenceShop({ copies, key }))
  const { code, out } = await start('--target', target, ...named, '--rate', '10000', '--json').ended
  const report = JSON.parse(out.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
  expect(report).toMatchObject({ seller: target, conforms: true, failed: 0 })
  expect(report['passed']).toBeGreaterThan(70)
  expect(code).toBe(0)
})

it('ends with 1 for one that does not, and says what to do', async () => {
  const shop = new (class extends ReferenceShop {
    override isAuthorized() {
      return true
    }
  })({ copies, key })
  const { code, out } = await start('--target', await serve(shop), ...named, '--check', 'wire.no-key').ended
  expect(out).toMatch(/FAILED {3}wire\.no-key /)
  expect(out).toContain('what to do  Check authorization metadata before the request is read')
  expect(out).toContain('0 passed, 1 failed, 0 skipped. The seller does not conform: 1 required check failed.')
  expect(code).toBe(1)
})

it('cancels what it ordered when it is stopped', async () => {
  const sold = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  const shop = new (class extends ReferenceShop {
    override async place(...request: Parameters<ReferenceShop['place']>) {
      const order = await super.place(...request)
      sold.resolve()
      await stopped.promise // the kit waits for this answer while it is told to end
      return order
    }
  })({ copies, key })
  const { child, ended } = start('--target', await serve(shop), ...named)
  await sold.promise
  child.kill('SIGINT')
  const { code, out } = await ended
  stopped.resolve()
  expect(shop.orders.size).toBe(1)
  expect([...shop.orders.values()].map(({ state }) => state)).toEqual(['CANCELLED'])
  expect(out).toMatch(/passed {3}run\.orders-cancelled/)
  expect(code).toBe(1)
})

it.each([
  [[], 'Say either --target HOST:PORT or --seller ID.'],
  [['--target', '127.0.0.1:1', '--key', 'k'], 'Name a book that the kit may order'],
  [['--target', '127.0.0.1:1', '--isbn', isbn(1)], 'Say what the seller knows us by'],
  [['--target', '127.0.0.1:1', '--key', 'k', '--isbn', '9780340839930'], '9780340839930 is not an ISBN-13'],
  [['--target', '127.0.0.1:1', ...named, '--check', 'place.nothing'], 'There is no check place.nothing'],
  [['--target', '127.0.0.1:1', ...named, '--rate', 'fast'], '--rate is a whole number from 1 to 10000, not fast.'],
])('answers %j with a sentence', (args, sentence) => {
  expect(() => readArguments(args)).toThrow(sentence)
})

it('shows the sentence alone', async () => {
  const { code, err } = await start('--seller', 'nobody').ended
  expect(err).toMatch(/^\nThere is no sandbox seller nobody; there are bargain-barn, .*\.\n$/)
  expect(code).toBe(1)
})
