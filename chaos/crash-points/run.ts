// A process dies at each step of the saga: before the call, after it, after its outcome is written. What it leaves, others finish.
// First servers die, one armed process a point, while no worker runs; then workers do; then one that is not armed finishes everything.
import { setTimeout as delay } from 'node:timers/promises'
import type { Books, Heard } from '../books/model.ts'
import { countBy } from '../count-by.ts'
import { readBooks } from '../books/read-books.ts'
import { findViolations, toChecks } from '../invariants/index.ts'
import type { Check, Violation } from '../invariants/index.ts'
import type { ArmedProcess } from '../stack/armed-process.ts'
import type { ChaosStack } from '../stack/open-stack.ts'
import { openShelf } from '../stack/shelf.ts'
import { createBeginner } from './begin.ts'
import type { Beginner, Begun } from './begin.ts'
import { crashCases, faultOf, pointOf, sides } from './cases.ts'
import type { CrashCase } from './cases.ts'

export interface CrashReport {
  readonly checks: readonly Check[]
  readonly violations: readonly Violation[]
  readonly books: Books
  readonly purchases: number
  readonly kills: number
  /** Deaths by fault, and what purchases met beside them. */
  readonly kinds: Readonly<Record<string, number>>
}

const endMs = 420_000 // from the first purchase to the last end; a sound run on two cores takes half of it
const reachMs = 80_000 // for the armed processes of a case to get to their points
const anotherMs = 12_000 // a point that is not reached by then gets another purchase: an unlucky one was driven past it

/** Kills a process at both ends of every call of every case, waits until all is finished, and checks everybody's books. */
export async function runCrashPoints(stack: ChaosStack, say: (line: string) => void): Promise<CrashReport> {
  const beginner = createBeginner(stack, await openShelf(stack.db), new Date(Date.now() + endMs))
  const arm = (crash: CrashCase) =>
    Promise.all(sides.map((side) => stack.startArmed(crash.role, pointOf(side, crash.kind))))
  const kills: Check[] = []
  const note = (crash: CrashCase, points: readonly Check[]) => {
    kills.push(...points)
    say(`${points.filter(({ failure }) => failure === null).length} ${crash.role}s died around ${crash.kind}`)
  }

  const early = crashCases.filter(({ restsForMs }) => restsForMs !== undefined)
  for (const crash of early) await beginner.beginForWorkers(crash, sides.length)
  const hasRested = delay(Math.max(0, ...early.map(({ restsForMs = 0 }) => restsForMs)))
  for (const crash of crashCases.filter(({ role }) => role === 'server')) {
    note(crash, await serversDie(beginner, crash, await arm(crash)))
  }
  await hasRested
  for (const crash of crashCases.filter(({ role }) => role === 'worker')) {
    if (!early.includes(crash)) await beginner.beginForWorkers(crash, sides.length)
    note(crash, await allDie(crash, await arm(crash), () => beginner.beginForWorkers(crash, 1)))
  }

  await stack.startWorker()
  const heard = await Promise.all(beginner.all.map(({ done }) => done))
  say(`${heard.length} purchases are over`)
  await beginner.lateOrdersHaveArrived()
  const books = await readBooks(stack, heard)
  const violations = findViolations(books)
  const checks = [...kills, asWithoutCrash(beginner.all, heard), ...toChecks(violations)]
  const died = kills.filter(({ failure }) => failure === null)
  const kinds = {
    ...countBy(died, ({ name }) => deathOf(name)),
    'F27 hold gone before the capture': lostHolds(beginner.all),
  }
  return { checks, violations, books, purchases: heard.length, kills: died.length, kinds }
}

/** Each armed server gets one purchase, which kills it; the shopper's next try goes to the server that lives. */
async function serversDie(beginner: Beginner, crash: CrashCase, armed: readonly Armed[]): Promise<Check[]> {
  await beginner.turn(crash, true)
  await Promise.all(armed.map(({ url }) => beginner.begin(crash, url)))
  const checks = await allDie(crash, armed, () => Promise.resolve())
  await beginner.turn(crash, false)
  return checks
}

type Armed = ArmedProcess & { readonly url: string }

/** Waits for each armed process to die at its point; `again` begins another purchase while some have not. */
async function allDie(crash: CrashCase, armed: readonly ArmedProcess[], again: () => Promise<void>): Promise<Check[]> {
  const died = new Set<ArmedProcess>()
  const all = Promise.all(armed.map(async (process) => (await process.hasDied) && died.add(process)))
  const isOver = () => died.size === armed.length || Date.now() > end
  const end = Date.now() + reachMs
  while (!isOver()) {
    await Promise.race([all, delay(anotherMs)])
    if (!isOver()) await again()
  }
  await Promise.all(armed.map((process) => process.stop()))
  return armed.map((process) => ({
    name: `${faultOf(process.point)} ${crash.role} dies at ${process.point} on the way to ${crash.endsIn}`,
    failure: died.has(process) ? null : 'no purchase got there',
  }))
}

const deaths: Readonly<Record<string, string>> = {
  F01: 'kill -9 before the intent is committed',
  F02: 'kill -9 after the intent, before the call',
  F03: 'kill -9 after the call, before its outcome is committed',
  F04: 'kill -9 after the outcome',
}

function deathOf(check: string): string {
  const id = check.slice(0, 3)
  return `${id} ${deaths[id]}`
}

function lostHolds(all: readonly Begun[]): number {
  return all.filter(({ crash }) => crash.losesHold).length
}

function asWithoutCrash(all: readonly Begun[], heard: readonly Heard[]): Check {
  const wrong = all.flatMap(({ crash: { endsIn }, key }, i) => {
    const states = heard[i]?.states ?? []
    return states.at(-1) === endsIn ? [] : [`${key}: ${states.join(' → ')}, not ${endsIn}`]
  })
  return { name: 'every purchase ends as it would have without a crash', failure: wrong.join('\n  ') || null }
}
