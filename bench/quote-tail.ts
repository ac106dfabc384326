// quote-tail: one of eight sellers takes requests and never answers, two others give one slow answer in twenty. How much of that do those notice who
// have nothing to do with it, and how long until a reader can decide? Against the same with all eight healthy: another gateway before another
// sandbox, asked in the very same seconds, because a tail shows all else that the machine does.
import { Metadata, credentials, makeClientConstructor } from '@grpc/grpc-js'
import { gatewayService } from '@quire/proto'
import type { gateway } from '@quire/proto'
import { isbnOf } from './books.ts'
import { openLoad, quantile, round } from './measure.ts'
import type { Report } from './measure.ts'
import { openGatewayStack } from './stack.ts'

// One that never answers, two that are slow now and then, four that have nothing to do with it; the eighth answers from a price list in memory, so
// that its time is left out.
const stalled = 'harbor'
const sometimesSlow = ['fleet-street', 'papertrail']
const healthy = ['northgate', 'lantern', 'meridian', 'foxed']
const sellerIds = [stalled, ...sometimesSlow, ...healthy, 'bargain-barn']

const latencyMs = { p50: 40, p99: 120 }
const slow = { slowRate: 0.05, slowMs: 800 }
/** A reader's patience: past it a round ends with what there is. */
const deadlineMs = 1_000
/** Far below what the machine can do: the tail of a queue would hide the sellers'. */
const load = { perSecond: 10, seconds: 20 }
/** Each begins with a healthy seller that falls silent, which the gateway has to find out. */
const turns = 3
/** What a process does slowly at first is no seller's fault: rounds one after the other until so many in a row were whole. */
const wholeInARow = { wanted: 200, triesMax: 3_000 }
/** Rounds before each turn that nobody counts: what was ill is well again, and the gateway learns what is usual. */
const warmUp = { perSecond: 10, seconds: 6 }

interface Side {
  /** From the request to the end of its round. */
  decisions: number[]
  /** From the request to a healthy seller's last word. */
  answers: number[]
  /** From the request to the last word of one that is slow now and then. */
  slowAnswers: number[]
  /** Rounds that did not end by themselves, and healthy sellers that did not answer. */
  failures: number
}

export async function quoteTail(say: (line: string) => void): Promise<Report> {
  say('Starting two sandboxes, each with a gateway of its own …')
  const well = await openPair()
  const ill = await openPair().catch(async (error: unknown) => {
    await well.close()
    throw error
  })
  const sides = { well: newSide(), ill: newSide() }
  const both = async (options: typeof load, into: typeof sides) => {
    await Promise.all([openLoad(() => well.ask(into.well), options), openLoad(() => ill.ask(into.ill), options)])
  }
  try {
    for (const seller of sellerIds) await well.behave(seller, {})
    await Promise.all([untilWarm(well.ask), untilWarm(ill.ask)])
    for (let turn = 0; turn < turns; turn++) {
      say(
        `Turn ${turn + 1} of ${turns}: ${stalled} falls silent, ${sometimesSlow.join(' and ')} are slow now and then …`,
      )
      for (const seller of sellerIds) await ill.behave(seller, { hang: false, slowRate: 0 })
      await both(warmUp, { well: newSide(), ill: newSide() })
      await ill.behave(stalled, { hang: true })
      for (const seller of sometimesSlow) await ill.behave(seller, slow)
      await both(load, sides)
    }
  } finally {
    await well.close()
  }
  return toReport(sides, await ill.close())
}

async function untilWarm(ask: (side: Side) => Promise<void>): Promise<void> {
  let inARow = 0
  for (let n = 0; n < wholeInARow.triesMax && inARow < wholeInARow.wanted; n++) {
    const side = newSide()
    await ask(side)
    inARow = side.failures === 0 ? inARow + 1 : 0
  }
  if (inARow < wholeInARow.wanted) throw new Error('this machine is too busy to measure a tail on it')
}

/** A gateway before a sandbox. */
async function openPair() {
  const stack = await openGatewayStack()
  const Client = makeClientConstructor(gatewayService, 'SellerGateway')
  const client = new Client(stack.gatewayAddr, credentials.createInsecure()) as unknown as gateway.SellerGatewayClient
  let next = 0 // no book is asked for twice
  return {
    ask: (side: Side) => askRound(client, isbnOf(next++), side),
    async behave(seller: string, behaviour: object) {
      const body = JSON.stringify({ latencyMs, ...behaviour })
      const { ok, status } = await fetch(`${stack.sandboxUrl}/sellers/${seller}`, { method: 'PATCH', body })
      if (!ok) throw new Error(`the sandbox would not set ${seller}: ${status}`)
    },
    close() {
      client.close()
      return stack.close()
    },
  }
}

/** One round as a purchase asks for it: live, with a deadline. */
async function askRound(client: gateway.SellerGatewayClient, isbn13: string, side: Side): Promise<void> {
  const startedAt = performance.now()
  const elapsedMs = () => performance.now() - startedAt
  const request = { isbn13, destination: { country: 'US' }, currency: 'USD', liveOnly: true, sellerIds }
  const call = client.streamQuotes(request, new Metadata(), { deadline: Date.now() + deadlineMs })
  const answered = new Set<string>()
  try {
    for await (const event of call as AsyncIterable<gateway.StreamQuotesResponse__Output>) {
      const seller = event.done?.sellerId ?? ''
      if (seller !== '') answered.add(seller)
      if (healthy.includes(seller)) side.answers.push(elapsedMs())
      if (sometimesSlow.includes(seller)) side.slowAnswers.push(elapsedMs())
    }
  } catch {
    side.failures += 1
  }
  side.decisions.push(elapsedMs())
  side.failures += healthy.filter((seller) => !answered.has(seller)).length
}

function newSide(): Side {
  return { decisions: [], answers: [], slowAnswers: [], failures: 0 }
}

function toReport(
  { well, ill }: { well: Side; ill: Side },
  counted: Record<string, { lookUps: number; hedges: number }>,
): Report {
  const p = (values: readonly number[], q: number) => round(quantile(values, q))
  const asked = Object.values(counted)
  const hedges = asked.reduce((sum, seller) => sum + seller.hedges, 0)
  const lookUps = asked.reduce((sum, seller) => sum + seller.lookUps, 0)
  const measured = p(ill.answers, 0.99)
  const ceiling = p(well.answers, 0.99)
  return {
    name: 'quote-tail',
    measured,
    ceiling,
    ratio: round(measured / ceiling),
    unit: 'ms p99 of healthy sellers',
    p50_ms: p(ill.decisions, 0.5),
    p99_ms: p(ill.decisions, 0.99),
    deadline_ms: deadlineMs,
    all_healthy_p50_ms: p(well.decisions, 0.5),
    all_healthy_p99_ms: p(well.decisions, 0.99),
    sellers_p50_ms: p(ill.answers, 0.5),
    sellers_all_healthy_p50_ms: p(well.answers, 0.5),
    slow_sellers_p99_ms: p(ill.slowAnswers, 0.99),
    hedges_percent: round((100 * hedges) / lookUps),
    hedges_percent_most: round(Math.max(...asked.map((seller) => (100 * seller.hedges) / Math.max(1, seller.lookUps)))),
    rounds: ill.decisions.length,
    failures: ill.failures,
    all_healthy_failures: well.failures,
  }
}
