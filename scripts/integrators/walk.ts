// The way in, walked as the guide says it: a seller written from the contract alone, in another language and outside this repository, registers,
// passes the kit, goes live and sells a book to a shopper. The seller's own books are the judge.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { signIn } from '../../chaos/stack/shopper.ts'
import { startStack } from '../gate/stack.ts'
import type { Stack } from '../gate/stack.ts'
import { skipped } from '../gate/step.ts'
import type { Result, Step } from '../gate/step.ts'
import { freePort } from '../ports.ts'
import { removeFolder, temporaryFolder } from '../temporary.ts'
import { readBlocks } from './read-blocks.ts'
import { openTerminal } from './shell.ts'
import { findTools } from './tools.ts'

const isbn13 = '9780061120084'
const sellerName = 'Python Example Books'
const newCopyMinor = 354 // 2.05 and 1.49 shipping, as stock.json says
const pauseMs = 150
const patienceMs = 60_000 // a purchase takes a second; a lost answer would take half a minute to be found

export const integratorsWalk: Step = {
  name: 'a seller in Python sells a book',
  async run() {
    const dir = temporaryFolder('integrator')
    try {
      const tools = await findTools(dir)
      if ('lacks' in tools) return skipped(tools.lacks)
      const stack = await startStack()
      try {
        return await walk(dir, tools.bin, stack)
      } finally {
        await stack.stop()
      }
    } finally {
      removeFolder(dir)
    }
  },
}

async function walk(dir: string, bin: string | null, { env }: Stack): Promise<Result> {
  const sellerDir = join(dir, 'my-seller')
  const sellerAddress = `127.0.0.1:${await freePort()}`
  const replaced = new Map([
    ['../my-seller', sellerDir],
    ['127.0.0.1:7443', sellerAddress],
    ['127.0.0.1:50051', env['QUIRE_GATEWAY_ADDR'] ?? ''],
  ])
  const terminal = openTerminal({ dir, sellerDir, bin, replaced })
  const blocks = readBlocks()
  let passed = 0
  try {
    for (const block of blocks.filter(({ where, when }) => where !== 'quire' && when !== 'sold')) {
      if (block.when === 'background') await terminal.start(block, 'seller ready')
      else await terminal.run(block)
      replaceIn(join(sellerDir, 'registration.json'), replaced)
      passed += 1
    }
    await buy(env)
    for (const block of blocks.filter(({ when }) => when === 'sold')) {
      await terminal.run(block)
      passed += 1
    }
    checkSold(sellerDir)
    return { passed: passed + 1, failed: 0, skipped: 0 }
  } catch (error) {
    return { passed, failed: 1, skipped: 0, words: error instanceof Error ? error.message : String(error) }
  } finally {
    await terminal.close()
  }
}

/** A shopper names the book and the most that they would pay; Quire finds the cheapest new copy. */
async function buy(env: Record<string, string>): Promise<void> {
  const credentials = { email: 'reader@example.com', password: env['QUIRE_DEMO_PASSWORD'] ?? '' }
  const shopper = await signIn(env['QUIRE_URL'] ?? '', credentials)
  let purchase = await shopper.start({
    key: 'bought-by-the-walk',
    isbn13,
    conditions: ['NEW'],
    maxTotal: { currency: 'USD', minor: 1_000 },
    destination: { country: 'US', postalCode: '10001' },
    paymentMethod: 'pm_card_visa',
  })
  const end = Date.now() + patienceMs
  while (!isOver(purchase.state) && Date.now() < end) {
    await delay(pauseMs)
    purchase = await shopper.get(purchase.id)
  }
  const { state, result } = purchase
  if (state !== 'PURCHASED' || result?.sellerName !== sellerName || result.total.minor !== newCopyMinor)
    throw new Error(`the book was not bought from the cheapest seller: ${JSON.stringify(purchase, null, 2)}`)
}

function isOver(state: string): boolean {
  return ['PURCHASED', 'NO_OFFER', 'DECLINED', 'CANCELLED', 'NEEDS_REVIEW'].includes(state)
}

/** One order in the seller's own books, for what the shopper paid. */
function checkSold(sellerDir: string): void {
  const sold = readFileSync(join(sellerDir, 'sold.txt'), 'utf8')
  if (!new RegExp(`^\\S+ P-\\d+ ${newCopyMinor}\\n$`).test(sold)) throw new Error(`the seller's books say: ${sold}`)
}

function replaceIn(file: string, replaced: ReadonlyMap<string, string>): void {
  if (!existsSync(file)) return
  const text = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    [...replaced].reduce((all, [said, is]) => all.replaceAll(said, is), text),
  )
}
