// One purchase as its shopper lives it: asks, looks on, goes to the bank when told to, perhaps changes their mind; and remembers what they
// were told, which must be the truth whatever happened to the processes meanwhile.
import { setTimeout as delay } from 'node:timers/promises'
import { purchaseMachine } from '../../server/modules/buying/machine.ts'
import type { PurchaseState } from '../../server/modules/buying/machine.ts'
import type { PurchaseView } from '../../server/modules/buying/model.ts'
import type { Heard } from '../books/model.ts'
import type { SandboxControl } from './sandbox.ts'
import { Refused } from './shopper.ts'
import type { Shopper, StartRequest } from './shopper.ts'

export interface Errand {
  readonly request: StartRequest
  /** What the shopper tells the bank when it asks. */
  readonly bankAnswer?: 'approve' | 'decline'
  /** The shopper says no this long after the first answer. */
  readonly cancelAfterMs?: number
  /** The server that is asked first, when it is not the one that is always there. */
  readonly firstAt?: string
}

const lookMs = 700 // a shopper's page learns of changes sooner; a hundred of them at once shall not be the load that is measured

/** Runs it to its end, or until `deadline`; what was heard by then is the answer. */
export async function runErrand(
  { shopper, sandbox }: { shopper: Shopper; sandbox: SandboxControl },
  errand: Errand,
  deadline: Date,
): Promise<Heard> {
  const { request, firstAt, cancelAfterMs } = errand
  const states: PurchaseState[] = []
  let view = note(await shopper.start(request, firstAt))
  const { id } = view
  const cancelAt = cancelAfterMs === undefined ? null : Date.now() + cancelAfterMs
  let isCancelled = false
  while (!purchaseMachine.isTerminal(view.state) && Date.now() < deadline.getTime()) {
    await answerBank(view)
    if (cancelAt !== null && Date.now() >= cancelAt && !isCancelled) {
      isCancelled = true
      await shopper.cancel(id).then(note, ignoreRefusal) // too late is an answer
    }
    await delay(lookMs)
    view = note(await shopper.get(id))
  }
  const paidMinor = view.result?.total.minor ?? null
  const replay = purchaseMachine.isTerminal(view.state) ? await replayed(shopper, request, view) : null
  return { purchaseId: id, key: request.key, states, paidMinor, replay }

  async function answerBank({ state, actionUrl }: PurchaseView): Promise<void> {
    if (state !== 'ACTION_REQUIRED' || !actionUrl || !errand.bankAnswer) return
    await sandbox.answerBank(actionUrl, errand.bankAnswer === 'approve')
  }

  function note(seen: PurchaseView): PurchaseView {
    if (states.at(-1) !== seen.state) states.push(seen.state)
    return seen
  }
}

/** The same request again, and then another one under the same key. */
async function replayed(shopper: Shopper, request: StartRequest, last: PurchaseView): Promise<Heard['replay']> {
  const again = await shopper.start(request)
  const { currency, minor } = request.maxTotal
  const other = { ...request, maxTotal: { currency, minor: minor + 1 } }
  const otherRefusal = await shopper.start(other).then(() => null, codeOf)
  return { purchaseId: again.id, isSameAnswer: JSON.stringify(again) === JSON.stringify(last), otherRefusal }
}

function codeOf(error: unknown): string | null {
  if (error instanceof Refused) return error.code
  throw error
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refused)) throw error
}
