// Purchases of every kind, while sellers and provider misbehave and faults strike at random moments; then calm, until all has ended.
import { setTimeout as delay } from 'node:timers/promises'
import type { Books, Heard } from '../books/model.ts'
import { readBooks } from '../books/read-books.ts'
import { calm, installDatabaseFaults } from '../faults/index.ts'
import type { Fault } from '../faults/index.ts'
import { findViolations } from '../invariants/index.ts'
import type { Violation } from '../invariants/index.ts'
import { createRandom } from '../random.ts'
import type { Eavesdropper } from '../sealed/eavesdropper.ts'
import type { Found } from '../sealed/find-numbers.ts'
import { runErrand } from '../stack/errand.ts'
import type { HeardCheckout } from '../stack/customer.ts'
import type { ChaosStack } from '../stack/open-stack.ts'
import { sellerNames } from '../stack/sandbox.ts'
import type { PaymentMishaps, SandboxControl } from '../stack/sandbox.ts'
import { offerBook, openShelf } from '../stack/shelf.ts'
import { calmPayments, calmSeller, nextWanted, paymentFaults, sellerFaults } from './mix.ts'
import type { Wanted } from './mix.ts'
import { beginCarts } from './carts.ts'
import { unleash } from './nemesis.ts'
import { watchRecovery } from './recovery.ts'
import type { RecoveryWatch } from './recovery.ts'

export interface KillsResult {
  readonly books: Books
  /** What those who filled a cart were told. */
  readonly carts: readonly HeardCheckout[]
  readonly violations: readonly Violation[]
  /** How often each fault struck. */
  readonly struck: ReadonlyMap<Fault, number>
  readonly mishaps: PaymentMishaps
  readonly recovery: Awaited<ReturnType<RecoveryWatch['close']>>
  readonly wishes: readonly Wanted[]
  readonly sealed: { readonly maxima: number; readonly bytes: number; readonly found: readonly Found[] }
}

const underWayMax = 240 // at a time: most of them wait, for a lease to run out or a seller to be sure
const everyMs = 100 // between two starts: two thousand take four minutes, and faults meet purchases at every step
const calmAfterMs = 20_000 // the faults go on for so long after the last start: then they meet orders whose fate is unknown
const endMs = 13 * 60_000 // a step that stays unknown goes to a person after ten minutes; everything else ends within two

/** Runs `purchases` under the plan of `seed`. */
export async function runKills(
  stack: ChaosStack,
  eavesdropper: Eavesdropper,
  { seed, purchases }: { seed: number; purchases: number },
  say: (line: string) => void,
): Promise<KillsResult> {
  const { db, sandbox, proxy } = stack
  const random = createRandom(seed)
  const wishes = Array.from({ length: purchases }, () => nextWanted(random))
  const maxima = wishes.flatMap(({ isSealed, maxMinor }) => (isSealed ? [maxMinor] : []))
  eavesdropper.listenFor(maxima)
  await installDatabaseFaults(db)
  const workers = [await stack.startWorker(), await stack.startWorker()]
  await misbehave(sandbox, true)
  const peace = new AbortController()
  const watch = watchRecovery(db)
  const striking = unleash({ ...stack, workers, random: createRandom(seed + 1), signal: peace.signal }, watch)

  const deadline = new Date(Date.now() + endMs)
  say('the first purchases begin')
  const [heard, carts] = await Promise.all([
    beginAll(stack, seed, wishes, deadline),
    beginCarts(stack, { random: createRandom(seed + 2), purchases, deadline }),
  ])
  await delay(calmAfterMs)
  peace.abort()
  const struck = await striking
  await calm(db)
  await misbehave(sandbox, false)
  const total = [...struck.values()].reduce((sum, count) => sum + count, proxy.swallowed())
  say(`${purchases} purchases begun, ${total} faults of processes, database and queue; waiting for the last to end`)

  const results = await Promise.all(heard)
  say('all have ended')
  await delay(sellerFaults.lateAcceptAfterMs ?? 0) // an order that a seller put off may come even now
  const told = await Promise.all(carts)
  const books = await readBooks(stack, results, told)
  return {
    books,
    carts: told,
    violations: findViolations(books),
    struck: withSwallowed(struck, proxy.swallowed()),
    mishaps: await sandbox.readMishaps(),
    recovery: await watch.close(),
    wishes,
    sealed: { maxima: maxima.length, bytes: eavesdropper.bytes(), found: eavesdropper.found() },
  }
}

/** The proxy alone knows how many answers it swallowed. */
function withSwallowed(struck: ReadonlyMap<Fault, number>, swallowed: number): Map<Fault, number> {
  return new Map([...struck].map(([fault, count]) => [fault, fault.id === 'F11' ? swallowed : count]))
}

/** Starts one after the other, never too many at a time; each goes on by itself. */
async function beginAll(
  stack: ChaosStack,
  seed: number,
  wishes: readonly Wanted[],
  deadline: Date,
): Promise<Promise<Heard>[]> {
  const shelf = await openShelf(stack.db)
  const heard: Promise<Heard>[] = []
  let underWay = 0
  let contested: { readonly isbn13: string; readonly offered: Promise<void> } | null = null
  for (const [i, wanted] of wishes.entries()) {
    while (underWay >= underWayMax) await delay(everyMs)
    const isbn13: string = contested?.isbn13 ?? shelf.next()
    const offered: Promise<void> = contested?.offered ?? offerBook(stack.sandbox, isbn13, wanted.prices)
    contested = contested === null && wanted.isContested ? { isbn13, offered } : null
    underWay++
    const errand = errandOf(wanted, `kills-${seed}-${i}`, isbn13)
    heard.push(offered.then(() => runErrand(stack, errand, deadline)).finally(() => underWay--))
    heard.at(-1)?.catch(() => {}) // awaited at the end
    await delay(everyMs)
  }
  return heard
}

function errandOf(wanted: Wanted, key: string, isbn13: string) {
  const { currency, maxMinor: minor, paymentMethod, conduct, bankAnswer } = wanted
  const request = {
    key,
    isbn13,
    conditions: ['NEW'],
    maxTotal: { currency, minor },
    destination: { country: 'US', postalCode: '10001' },
    paymentMethod,
  }
  return { request, bankAnswer, ...conduct }
}

async function misbehave(sandbox: SandboxControl, isOn: boolean): Promise<void> {
  for (const seller of sellerNames) await sandbox.turnSeller(seller, isOn ? sellerFaults : calmSeller)
  await sandbox.turnPayments(isOn ? paymentFaults : calmPayments)
}
