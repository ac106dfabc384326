// Buying over ACP: a session under our reference, a payment token for exactly its total, completion, and the wait where it takes longer.
// Only completion can buy: every failure before it is harmless, every failure after it leaves the outcome unknown.
import type { Money } from '@quire/proto/money'
import type { PlaceAsk, SellerOrder } from '../../core/adapter.ts'
import { parseAnswer } from '../../core/parse-answer.ts'
import { OrderRefused, SellerFailure, withEffect } from '../../core/seller-failure.ts'
import type { AcpAnswer, AcpClient, AgenticCheckoutConnection } from './client.ts'
import { readTotal, toOrder, toRefusal, toSessionBody, toTroubleRefusal } from './normalize.ts'
import type { Nudges } from './nudges.ts'
import { paths } from './paths.ts'
import { Delegated, Session } from './wire.ts'

export interface Placing {
  client: AcpClient
  payment: AgenticCheckoutConnection['payment']
  currencies: readonly string[]
  nudges: Nudges
}

// Reading a session that is being completed: soon, then less often; what takes longer than these together is settled by a later look-up.
const readAgainAfterMs = [100, 200, 400, 800]

/** Every key follows from our reference, and every body from the session: the same order sent again is done once, and answered alike. */
export async function placeOrder(placing: Placing, ask: PlaceAsk, signal: AbortSignal): Promise<SellerOrder> {
  const prepared = await prepare(placing, ask, signal).catch((error: unknown) => {
    throw withEffect(error, 'no') // neither a session nor a token buys
  })
  const { session, total, token } = prepared
  const answer = token === null ? null : await complete(placing, { session, token, reference: ask.reference }, signal)
  try {
    return await readCompleted(placing, { answer, sessionId: session.id, total }, signal)
  } catch (error) {
    throw withEffect(error, 'maybe') // also what a mere reading met: the order may stand
  }
}

/** A session for exactly this order, and a token that pays it; no token when an earlier call has bought it or is about to. */
async function prepare({ client, payment, currencies }: Placing, ask: PlaceAsk, signal: AbortSignal) {
  const { reference, limit } = ask
  const body = toSessionBody(ask.quoteRef, ask)
  const session = readSession(await client.post(paths.sessions, body, `${reference}.session`, signal))
  if (session.status === 'completed' || session.status === 'complete_in_progress')
    return { session, total: limit, token: null }
  if (session.status !== 'ready_for_payment')
    throw toRefusal(session, limit, currencies) ?? new SellerFailure('rejected', `the session is ${session.status}`)
  const total = readTotal(session, currencies)
  if (total.currency !== limit.currency) throw new OrderRefused('REJECTED', `it charges in ${total.currency} now`)
  if (total.minor > limit.minor) throw new OrderRefused('PRICE_CHANGED', 'the total has risen', total)
  const allowance = toDelegation(payment, session, total)
  const { trouble, json } = await client.post(paths.delegate, allowance, `${reference}.payment`, signal)
  if (trouble) throw toTroubleRefusal(trouble) ?? new SellerFailure('rejected', `error ${trouble.code}`)
  return { session, total, token: parseAnswer(Delegated, json).id }
}

function complete({ client, payment }: Placing, { session, token, reference }: Paid, signal: AbortSignal) {
  return client.post(paths.complete(session.id), toCompletion(payment, token), `${reference}.complete`, signal)
}

interface Paid {
  session: Session
  token: string
  reference: string
}

interface Completion {
  /** Null when there was nothing left to complete. */
  answer: AcpAnswer | null
  sessionId: string
  /** What the token allows. */
  total: Money
}

async function readCompleted(placing: Placing, completion: Completion, signal: AbortSignal): Promise<SellerOrder> {
  const { total } = completion
  const session = await settle(placing, completion, signal)
  if (session.status !== 'completed')
    throw (
      toRefusal(session, total, placing.currencies) ?? new SellerFailure('rejected', `the session is ${session.status}`)
    )
  if (!session.order) throw new SellerFailure('bad_data', 'order is missing')
  return toOrder(session.order, session.currency, placing.currencies)
}

/** The session once it says what became of the order. */
async function settle(placing: Placing, { answer, sessionId }: Completion, signal: AbortSignal): Promise<Session> {
  const isOurs = answer !== null && answer.trouble?.code !== 'idempotency_in_flight'
  if (!isOurs) return await readUntilSettled(placing, { sessionId, isOurs, waitsMs: [0, ...readAgainAfterMs] }, signal)
  const said = readSession(answer)
  // A replayed success says how things stood then; the order may have been cancelled since.
  const isOld = said.status === 'completed' && answer.isReplayed
  if (!isOld && !isPending(said, isOurs)) return said
  const waitsMs = isOld ? [0, ...readAgainAfterMs] : readAgainAfterMs
  return await readUntilSettled(placing, { sessionId, isOurs, waitsMs }, signal)
}

async function readUntilSettled(
  { client, nudges }: Placing,
  { sessionId, isOurs, waitsMs }: { sessionId: string; isOurs: boolean; waitsMs: readonly number[] },
  signal: AbortSignal,
): Promise<Session> {
  for (const waitMs of waitsMs) {
    if (waitMs > 0) await nudges.wait(sessionId, waitMs, signal)
    const session = readAgain(await client.get(paths.session(sessionId), signal))
    if (!isPending(session, isOurs)) return session
  }
  throw new SellerFailure('timeout', 'it is still completing the order')
}

/** While another call of ours is being completed, only its end proves anything: "ready" may mean that it has not begun. */
function isPending({ status }: Session, isOurs: boolean): boolean {
  return status === 'complete_in_progress' || (!isOurs && status !== 'completed' && status !== 'canceled')
}

function readSession({ trouble, json }: AcpAnswer): Session {
  if (trouble) throw toTroubleRefusal(trouble) ?? new SellerFailure('rejected', `error ${trouble.code}`)
  return parseAnswer(Session, json)
}

/** An error of a mere reading says nothing about the order. */
function readAgain({ trouble, json }: AcpAnswer): Session {
  if (trouble) throw new SellerFailure('rejected', `error ${trouble.code}`)
  return parseAnswer(Session, json)
}

/** The most that the seller can take is what its session came to: not the shopper's maximum, nor anything above the quote. */
function toDelegation({ handlerId, merchantId }: Placing['payment'], session: Session, total: Money): unknown {
  return {
    payment_method: { type: 'seller_backed', handler_id: handlerId },
    allowance: {
      reason: 'one_time',
      max_amount: Number(total.minor),
      currency: total.currency.toLowerCase(),
      checkout_session_id: session.id,
      merchant_id: merchantId,
      // From the session and not from the clock, so that the same order sent again has the same body.
      expires_at: session.expires_at ?? '2100-01-01T00:00:00.000Z',
    },
    risk_signals: [{ type: 'card_testing', score: 0, action: 'authorized' }],
    metadata: {},
  }
}

function toCompletion({ handlerId }: Placing['payment'], token: string): unknown {
  const credential = { type: 'vault_token', token }
  return { payment_data: { handler_id: handlerId, instrument: { type: 'seller_backed', credential } } }
}
