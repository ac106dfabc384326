// Purchases of every kind, while sellers and provider misbehave and processes die at random moments; then calm, until all has ended.
import { setTimeout as delay } from 'node:timers/promises'
import type { Books, Heard } from '../books/model.ts'
import { readBooks } from '../books/read-books.ts'
import { findViolations } from '../invariants/index.ts'
import type { Violation } from '../invariants/index.ts'
import { createRandom } from '../random.ts'
import { runErrand } from '../stack/errand.ts'
import type { ChaosStack } from '../stack/open-stack.ts'
import { sellerNames } from '../stack/sandbox.ts'
import type { SandboxControl } from '../stack/sandbox.ts'
import { offerBook, openShelf } from '../stack/shelf.ts'
import { calmPayments, calmSeller, nextWanted, paymentFaults, sellerFaults } from './mix.ts'
import type { Wanted } from './mix.ts'
import { unleash } from './nemesis.ts'
import type { Kill } from './nemesis.ts'

export interface KillsResult {
  readonly books: Books
  readonly violations: readonly Violation[]
  readonly kills: readonly Kill[]
  /** How many purchases of each kind there were. */
  readonly kinds: Readonly<Record<string, number>>
}

const underWayMax = 32 // at a time: two cores drive these and restart a process every two seconds
const everyMs = 250 // between two starts, so that kills meet purchases at every step
const calmAfterMs = 15_000 // the faults go on for so long after the last start: then they meet orders whose fate is unknown
const endMs = 13 * 60_000 // a step that stays unknown goes to a person after ten minutes; everything else ends within two

/** Runs `purchases` under the plan of `seed`. */
export async function runKills(
  stack: ChaosStack,
  { seed, purchases }: { seed: number; purchases: number },
  say: (line: string) => void,
): Promise<KillsResult> {
  const random = createRandom(seed)
  const worker = await stack.startWorker()
  await misbehave(stack.sandbox, true)
  const peace = new AbortController()
  const victims = [
    { weight: 5, process: stack.server },
    { weight: 4, process: worker },
    { weight: 3, process: stack.gateway },
  ]
  const killing = unleash({ db: stack.db, random: createRandom(seed + 1), victims }, peace.signal)

  const wishes = Array.from({ length: purchases }, () => nextWanted(random))
  const deadline = new Date(Date.now() + endMs)
  const heard = await beginAll(stack, seed, wishes, deadline)
  await delay(calmAfterMs)
  peace.abort()
  const kills = await killing
  await misbehave(stack.sandbox, false)
  say(`${purchases} purchases begun, ${kills.length} processes killed; waiting for the last to end`)

  const results = await Promise.all(heard)
  await delay(sellerFaults.lateAcceptAfterMs ?? 0) // an order that a seller put off may come even now
  const books = await readBooks(stack, results)
  const kinds: Record<string, number> = {}
  for (const { kind } of wishes) kinds[kind] = (kinds[kind] ?? 0) + 1
  return { books, violations: findViolations(books), kills, kinds }
}

/** Starts them one after the other, never too many at a time; each goes on by itself. */
async function beginAll(
  stack: ChaosStack,
  seed: number,
  wishes: readonly Wanted[],
  deadline: Date,
): Promise<Promise<Heard>[]> {
  const shelf = await openShelf(stack.db)
  const heard: Promise<Heard>[] = []
  let underWay = 0
  let contested: string | null = null
  for (const [i, wanted] of wishes.entries()) {
    while (underWay >= underWayMax) await delay(everyMs)
    const isbn13: string = contested ?? shelf.next()
    if (contested === null) await offerBook(stack.sandbox, isbn13, wanted.prices)
    contested = contested === null && wanted.isContested ? isbn13 : null
    underWay++
    heard.push(runErrand(stack, errandOf(wanted, `kills-${seed}-${i}`, isbn13), deadline).finally(() => underWay--))
    heard.at(-1)?.catch(() => {}) // awaited at the end
    await delay(everyMs)
  }
  return heard
}

function errandOf(wanted: Wanted, key: string, isbn13: string) {
  const { currency, maxMinor: minor, paymentMethod, bankAnswer, cancelAfterMs } = wanted
  const request = {
    key,
    isbn13,
    conditions: ['NEW'],
    maxTotal: { currency, minor },
    destination: { country: 'US', postalCode: '10001' },
    paymentMethod,
  }
  return { request, bankAnswer, ...(cancelAfterMs === undefined ? {} : { cancelAfterMs }) }
}

async function misbehave(sandbox: SandboxControl, isOn: boolean): Promise<void> {
  for (const seller of sellerNames) await sandbox.turnSeller(seller, isOn ? sellerFaults : calmSeller)
  await sandbox.turnPayments(isOn ? paymentFaults : calmPayments)
}
