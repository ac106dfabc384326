// From PENDING to what the bank says: intent, call, outcome, as with payments. Any number of drivers at once end the same: they send under
// one key, and what they record is what the provider says.
import { checkCard, deleteCustomer, ensureCustomer, findCard, findCustomer, giveUpCard, saveCard } from '#payments'
import type { CardAsked, CardSaved, SendOptions } from '#payments'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import type { Outcome } from '#platform/outcome'
import { confirmMandate, mandateSettled } from './jobs.ts'
import { mandateMachine } from './machine.ts'
import type { MandateEvent } from './machine.ts'
import type { Mandate, MandatesDeps } from './model.ts'
import { lockMandate, moveMandate, saveTry } from './queries.ts'
import type { MandateChange } from './queries.ts'

/** What cards that are saved for mandates say of themselves at the provider. */
export const mandatePurpose = 'mandate'

const leaseMs = 30_000 // a customer and a set-up at 10 s each, a look at 5 s, two commits: after that another driver may look
const lookMs = 5 * 60_000 // a webhook or the shopper's return usually comes first
const pausesMs = [2_000, 4_000, 8_000, 16_000, 32_000, 60_000] // then every minute

type Answer = Outcome<CardSaved | CardAsked> | { readonly kind: 'nothingThere' }

/**
 * Asks the provider once, and records what it says. Harmless at any time, for any mandate, any number of times: a settled one stays as
 * it is. Throws for faults.
 */
export async function driveMandate(deps: MandatesDeps, mandateId: string, signal: AbortSignal): Promise<void> {
  const mandate = await inTransaction(deps.db, (tx) => begin(deps, tx, mandateId))
  if (!mandate) return
  const answer = await ask(deps, mandate, signal)
  await inTransaction(deps.db, (tx) => record(deps, tx, mandateId, answer))
}

/** Commits that the provider is asked, and who looks when no answer comes. Null when there is nothing to ask. */
async function begin({ jobs, clock }: MandatesDeps, tx: Tx, mandateId: string): Promise<Mandate | null> {
  const mandate = await lockMandate(tx, mandateId)
  if (!mandate || mandateMachine.isTerminal(mandate.state)) return null
  const at = clock.now()
  const dueAt = new Date(at.getTime() + leaseMs)
  const firstSentAt = mandate.firstSentAt ?? at
  await saveTry(tx, mandateId, { tries: mandate.tries + 1, firstSentAt, dueAt })
  await jobs.send(tx, confirmMandate, { mandateId }, { startAfter: dueAt })
  return { ...mandate, firstSentAt }
}

async function ask(deps: MandatesDeps, mandate: Mandate, signal: AbortSignal): Promise<Answer> {
  const { id, setupRef, confirmBy, tries } = mandate
  const at = deps.clock.now()
  const firstSentAt = mandate.firstSentAt ?? at
  const options: SendOptions = { key: `card:${id}`, tries, firstSentAt, signal }
  const isLate = at >= confirmBy
  if (setupRef === null) return isLate ? await lookLast(deps, mandate, options) : await send(deps, mandate, options)
  return isLate
    ? await giveUpCard(deps, setupRef, { ...options, key: `card:${id}:cancel`, firstSentAt: confirmBy })
    : await checkCard(deps, setupRef, signal)
}

async function send(deps: MandatesDeps, mandate: Mandate, options: SendOptions, isAgain = false): Promise<Answer> {
  const { id: reference, accountId, paymentMethod: method } = mandate
  // The key names the mandate: a customer that was deleted at the provider must not come back from an older key.
  const customer = await ensureCustomer(deps, accountId, { key: `customer:${reference}`, signal: options.signal })
  if (customer.kind !== 'ok') return customer
  const saved = await saveCard(deps, { purpose: mandatePurpose, reference, customer: customer.value, method }, options)
  if (isAgain || saved.kind !== 'refused' || saved.reason !== 'customer_missing') return saved
  await deleteCustomer(deps.db, accountId, customer.value)
  return await send(deps, mandate, options, true)
}

/** The time is over, and the answer to the set-up never came. */
async function lookLast(
  deps: MandatesDeps,
  { id: reference, accountId }: Mandate,
  options: SendOptions,
): Promise<Answer> {
  const customer = await findCustomer(deps.db, accountId)
  if (customer === null) return { kind: 'nothingThere' }
  const found = await findCard(deps, { reference, customer }, options)
  if (found.kind !== 'ok') return found
  return found.value === null ? { kind: 'nothingThere' } : { kind: 'ok', value: found.value }
}

async function record(deps: MandatesDeps, tx: Tx, mandateId: string, answer: Answer): Promise<void> {
  const mandate = await lockMandate(tx, mandateId)
  if (!mandate || mandateMachine.isTerminal(mandate.state)) return // another driver was first
  const at = deps.clock.now()
  const learned = read(mandate, answer, at)
  if (!learned) return await lookAgain(deps, tx, mandate, new Date(at.getTime() + pauseOf(mandate, answer)))
  const { event, change } = learned
  const state = event ? mandateMachine.next(mandate.state, event) : mandate.state
  if (state === null) throw new Error(`no way ${event} from ${mandate.state}`)
  if (!mandateMachine.isTerminal(state)) {
    const dueAt = new Date(Math.max(at.getTime(), Math.min(at.getTime() + lookMs, mandate.confirmBy.getTime())))
    await moveMandate(tx, mandateId, { ...change, state, dueAt })
    return await deps.jobs.send(tx, confirmMandate, { mandateId }, { startAfter: dueAt })
  }
  await moveMandate(tx, mandateId, { ...change, state, dueAt: null, actionUrl: null })
  await deps.jobs.drop(tx, confirmMandate, { mandateId })
  await deps.jobs.send(tx, mandateSettled, { mandateId })
}

/** What an answer makes of the mandate; null when it says nothing. */
function read(
  { confirmBy, actionUrl }: Mandate,
  answer: Answer,
  at: Date,
): { event: MandateEvent | null; change: MandateChange } | null {
  switch (answer.kind) {
    case 'ok': {
      const { value } = answer
      if (value.kind === 'actionRequired')
        return {
          event: actionUrl === null ? 'bankAsked' : null,
          change: { setupRef: value.ref, actionUrl: value.actionUrl },
        }
      const { ref: setupRef, customer, method: savedMethod } = value
      return { event: 'confirmed', change: { setupRef, customer, savedMethod } }
    }
    case 'refused':
      if (answer.reason === 'canceled' && at >= confirmBy) return { event: 'expired', change: {} }
      return { event: 'declined', change: { declineReason: answer.reason } }
    case 'nothingThere':
      return { event: 'expired', change: {} }
    case 'retryable':
    case 'unknown':
      return null
  }
}

async function lookAgain({ jobs }: MandatesDeps, tx: Tx, mandate: Mandate, dueAt: Date): Promise<void> {
  const { id: mandateId, tries, firstSentAt } = mandate
  await saveTry(tx, mandateId, { tries, firstSentAt, dueAt })
  await jobs.send(tx, confirmMandate, { mandateId }, { startAfter: dueAt })
}

function pauseOf({ tries }: Mandate, answer: Answer): number {
  const pause = pausesMs[Math.min(Math.max(tries, 1), pausesMs.length) - 1] ?? 0
  return Math.max(pause, answer.kind === 'retryable' ? answer.afterMs : 0)
}
