// A look: the sellers are asked one question, with no transaction open, and everybody who waits for its answer gets it in one transaction.
import { listMandates } from '#mandates'
import type { Mandate } from '#mandates'
import {
  chooseLowest,
  choosePoints,
  decideStanding,
  insertPoints,
  isDue,
  listLatestPoints,
  lockDue,
  saveQuestion,
} from '#prices'
import type { Look, QuestionKey, Seen } from '#prices'
import { conditions as allConditions } from '#sellers'
import type { Quote } from '#sellers'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { derivedId } from '#platform/ids'
import { chooseNextLook, chooseNextTry } from './choose-next-look.ts'
import { decideWatch } from './decide-watch.ts'
import { lookAtPrice, priceMatched } from './jobs.ts'
import { tellFired } from './keep-news.ts'
import type { LookDeps } from './model.ts'
import { armWatch, fireWatch, listWatching, saveSeen } from './queries.ts'
import type { Watching } from './queries.ts'

const earlyMs = 2_000 // the queue's clock is the database's, and may be this much before ours

/** Asks this question if it is due. Late, early and doubled calls are harmless. */
export async function takeLook(deps: LookDeps, key: QuestionKey): Promise<void> {
  const dueBy = () => new Date(deps.clock.now().getTime() + earlyMs)
  if (!(await isDue(deps.db, key, dueBy()))) return
  const look = await ask(deps, key)
  await inTransaction(deps.db, async (tx) => {
    const question = await lockDue(tx, key, dueBy())
    if (!question) return // a doubled job was first
    const at = deps.clock.now()
    const chance = chanceOf(key, at)
    const watching = await listWatching(tx, key, at)
    if (watching.length === 0) return await saveQuestion(tx, key, { nextLookAt: null, tries: 0, lookedAt: at })
    const tries = look ? 0 : question.tries + 1
    const known = look ? await recordLook(deps, tx, key, look, watching) : []
    const nextLookAt = look
      ? chooseNextLook(known, { at, isWhole: look.silent.size === 0, chance })
      : chooseNextTry(tries, at, chance)
    await saveQuestion(tx, key, { nextLookAt, tries, lookedAt: look ? at : null })
    await deps.jobs.send(tx, lookAtPrice, key, { startAfter: nextLookAt })
  })
}

/** Null when no seller answered: that says nothing of prices, and is asked again later. */
async function ask({ boards, clock }: LookDeps, { isbn13, country, currency }: QuestionKey): Promise<Look | null> {
  const board = boards.open({ isbn13, destination: { country }, currency })
  await board.finished
  const { quotes, coverage, unanswered } = board.current()
  if (coverage.answered === 0) return null
  const silent = unanswered.filter(({ why }) => why !== 'NOT_ELIGIBLE').map(({ sellerId }) => sellerId)
  return { at: clock.now(), quotes, silent: new Set(silent) }
}

/** Writes what was seen, and lets everybody who watches decide. Gives what each of them now knows. */
async function recordLook(
  deps: LookDeps,
  tx: Tx,
  key: QuestionKey,
  look: Look,
  watching: readonly Watching[],
): Promise<{ targetMinor: bigint; knownMinor: bigint | null; since: Date }[]> {
  await insertPoints(tx, key, choosePoints(await listLatestPoints(tx, key), look, allConditions))
  const mandates = await listMandates(
    tx,
    watching.flatMap(({ id, mayBuy }) => (mayBuy ? [id] : [])),
  )
  const judged = watching.map((watch) => {
    const mandate = mandates.get(watch.id) ?? null
    const fresh = chooseLowest(look, (quote) => fits(quote, watch.conditions, mandate))
    const standing = decideStanding(watch.before, fresh, look)
    return { watch, mandate, fresh, standing, knownMinor: lower(standing, watch.otherMinor) }
  })
  await saveSeen(
    tx,
    key,
    judged.map(({ watch, standing }) => ({ watchId: watch.id, seen: standing })),
  )
  for (const one of judged) await follow(deps, tx, key, { ...one, at: look.at })
  return judged.map(({ watch, knownMinor }) => ({ targetMinor: watch.targetMinor, knownMinor, since: watch.createdAt }))
}

/** With a mandate only copies of sellers that it covers, and from whom a machine may buy. */
function fits(quote: Quote, conditions: readonly string[], mandate: Mandate | null): boolean {
  if (!conditions.includes(quote.condition)) return false
  if (!mandate) return true
  const { sellersAllowed, sellersRefused } = mandate
  const { sellerId, isAutoBuyEligible } = quote
  return isAutoBuyEligible && !sellersRefused?.includes(sellerId) && (sellersAllowed?.includes(sellerId) ?? true)
}

async function follow(
  deps: LookDeps,
  tx: Tx,
  key: QuestionKey,
  found: { watch: Watching; mandate: Mandate | null; fresh: Seen | null; knownMinor: bigint | null; at: Date },
): Promise<void> {
  const { watch, mandate, fresh, knownMinor, at } = found
  if (mandate && !mayBuyMore(mandate)) return
  // A mandate with little left waits for a price that it can still pay.
  const targetMinor = mandate && mandate.left.minor < watch.targetMinor ? mandate.left.minor : watch.targetMinor
  const decided = decideWatch({ ...watch, targetMinor }, { at, freshMinor: fresh?.totalMinor ?? null, knownMinor })
  if (decided === 'arm') await armWatch(tx, watch.id)
  if (decided !== 'fire' || !fresh) return
  const firing = await fireWatch(tx, watch.id, at)
  if (mandate) await deps.jobs.send(tx, priceMatched, { watchId: watch.id, firing })
  else await tellFired(deps, tx, { watch, firing, isbn13: key.isbn13, currency: key.currency, seen: fresh })
}

/** One that the bank has not confirmed yet is asked for again as soon as it is. */
function mayBuyMore({ state, leftCount, left }: Mandate): boolean {
  return state === 'ACTIVE' && leftCount > 0 && left.minor > 0n
}

function lower(seen: Seen | null, otherMinor: bigint | null): bigint | null {
  if (!seen) return otherMinor
  return otherMinor !== null && otherMinor < seen.totalMinor ? otherMinor : seen.totalMinor
}

const jitterNames = '6f1c4e0a-2f9b-5d3e-8a67-0c5d1b7e9f42' // a namespace of our own

/** A share in [0, 1) that differs from question to question and from look to look. */
function chanceOf({ isbn13, country, currency }: QuestionKey, at: Date): number {
  const name = derivedId(jitterNames, `${isbn13}/${country}/${currency}/${at.getTime()}`)
  return Number.parseInt(name.slice(0, 8), 16) / 2 ** 32
}
