// One purchase as its shopper lives it: asks, looks on, goes to the bank when told to, perhaps changes their mind; and remembers what they
// were told, which must be the truth whatever happened to the processes meanwhile.
import { setTimeout as delay } from 'node:timers/promises'
import { isAtRest } from '../../server/modules/buying/machine.ts'
import type { PurchaseState } from '../../server/modules/buying/machine.ts'
import type { PurchaseView } from '../../server/modules/buying/model.ts'
import type { Heard } from '../books/model.ts'
import type { SandboxControl } from './sandbox.ts'
import { Refused } from './shopper.ts'
import type { FirstTry, Shopper, StartRequest } from './shopper.ts'

export interface Errand extends FirstTry {
  readonly request: StartRequest
  /** What the shopper tells the bank when it asks. */
  readonly bankAnswer?: 'approve' | 'decline'
  /** The shopper says no this long after the first answer. */
  readonly cancelAfterMs?: number
  /** The shopper says no again and again, from the first answer to the end, so that it meets every step. */
  readonly cancelEveryMs?: number
  /** The request is sent so often at once. */
  readonly storm?: number
  /** Another request comes under the same key while the first is under way. */
  readonly meddles?: true
}

const keyReused = 'buying.key_reused'
const cancelsMax = 60 // they reach from the first quote to the charge; a purchase that waits for its seller needs no more of them
const lookMs = 3_000 // a shopper's page learns of changes sooner; hundreds of them at once, at a server that has just come back, shall not be the load that is measured

/** Runs it to its end, or until `deadline`; what was heard by then is the answer. */
export async function runErrand(
  { shopper, sandbox }: { shopper: Shopper; sandbox: SandboxControl },
  errand: Errand,
  deadline: Date,
): Promise<Heard> {
  const { request } = errand
  const states: PurchaseState[] = []
  const { id, others } = await startAll(shopper, errand)
  const meddled = errand.meddles ? await refusalOfAnother(shopper, request) : keyReused
  const ended = new AbortController()
  const cancelling = cancel(shopper, id, errand, ended.signal)
  let view = note(await shopper.get(id))
  while (!isAtRest(view.state) && Date.now() < deadline.getTime()) {
    await answerBank(view)
    await delay(lookMs)
    view = note(await shopper.get(id))
  }
  ended.abort()
  const cancels = await cancelling
  const paidMinor = view.result?.total.minor ?? null
  const replay = isAtRest(view.state) ? await replayed(shopper, request, view) : null
  return { purchaseId: id, key: request.key, states, paidMinor, replay, others, meddled, cancels }

  async function answerBank({ state, actionUrl }: PurchaseView): Promise<void> {
    if (state !== 'ACTION_REQUIRED' || !actionUrl || !errand.bankAnswer) return
    await sandbox.answerBank(actionUrl, errand.bankAnswer === 'approve')
  }

  function note(seen: PurchaseView): PurchaseView {
    if (states.at(-1) !== seen.state) states.push(seen.state)
    return seen
  }
}

/** Sends the request, as often at once as the errand says; `others` are purchases that it should not have led to. */
async function startAll(shopper: Shopper, errand: Errand): Promise<{ id: string; others: string[] }> {
  const { request, storm = 1 } = errand
  const views = await Promise.all(Array.from({ length: storm }, () => shopper.start(request, errand)))
  const [id = '', ...others] = new Set(views.map((view) => view.id))
  return { id, others }
}

/** The same request again, and then another one under the same key. */
async function replayed(shopper: Shopper, request: StartRequest, last: PurchaseView): Promise<Heard['replay']> {
  const again = await shopper.start(request)
  const otherRefusal = await refusalOfAnother(shopper, request)
  return { purchaseId: again.id, isSameAnswer: JSON.stringify(again) === JSON.stringify(last), otherRefusal }
}

/** The code of the refusal of another request under this key; null when it was taken. */
async function refusalOfAnother(shopper: Shopper, request: StartRequest): Promise<string | null> {
  const { currency, minor } = request.maxTotal
  return await shopper.start({ ...request, maxTotal: { currency, minor: minor + 1 } }).then(() => null, codeOf)
}

/** Says no as the errand has it, until `signal` aborts; how often. Being too late is an answer. */
async function cancel(shopper: Shopper, id: string, errand: Errand, signal: AbortSignal): Promise<number> {
  const { cancelAfterMs, cancelEveryMs } = errand
  const most = cancelEveryMs === undefined ? 1 : cancelsMax
  const everyMs = cancelEveryMs ?? cancelAfterMs
  if (everyMs === undefined) return 0
  let count = 0
  while (count < most) {
    await delay(everyMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    await shopper.cancel(id).then(() => undefined, ignoreRefusal)
    count++
  }
  return count
}

function codeOf(error: unknown): string | null {
  if (error instanceof Refused) return error.code
  throw error
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refused)) throw error
}
