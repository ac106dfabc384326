// A shopper of our own copies: an account of their own, since an account has one cart; fills it, places it, and looks on.
import { setTimeout as delay } from 'node:timers/promises'
import { isAtRest } from '../../server/modules/checkout/machine.ts'
import type { CheckoutState } from '../../server/modules/checkout/machine.ts'
import type { CheckoutView } from '../../server/modules/checkout/model.ts'
import type { SandboxControl } from './sandbox.ts'
import { Refused, openSession } from './shopper.ts'
import type { Session } from './shopper.ts'

export interface CartErrand {
  /** Names the account and the request. */
  readonly name: string
  readonly isbns: readonly string[]
  readonly paymentMethod: string
  readonly bankAnswer: 'approve' | 'decline'
  /** The shopper says no so long after the first answer; it may be too late. */
  readonly cancelAfterMs?: number
}

/** What the shopper was told of one cart. */
export interface HeardCheckout {
  /** Null: nothing was ordered, for the reason in `refusal`. */
  readonly checkoutId: string | null
  readonly refusal: string | null
  /** Every state that was seen, each change once, in order. */
  readonly states: readonly CheckoutState[]
  /** The same request again, after the end, is this checkout. */
  readonly replayedAs: string | null
}

const lookMs = 1_000
const address = {
  recipient: 'R. Reader',
  lines: ['1 Main St'],
  city: 'Dallas',
  region: 'TX',
  postalCode: '75201',
  country: 'US',
}

/** Runs it to its end, or until `deadline`. */
export async function runCartErrand(
  { url, password, sandbox }: { url: string; password: string; sandbox: SandboxControl },
  errand: CartErrand,
  deadline: Date,
): Promise<HeardCheckout> {
  const session = await openSession(url, { email: `${errand.name}@example.com`, password, isNew: true })
  const states: CheckoutState[] = []
  try {
    const request = await fill(session, errand)
    const { id } = await session.ask<CheckoutView>('checkout.place', request)
    const cancelling = cancelLater(session, id, errand)
    const look = () => session.look<CheckoutView>('checkout.get', { checkoutId: id })
    for (let view = await look(); ; view = await look()) {
      if (states.at(-1) !== view.state) states.push(view.state)
      if (isAtRest(view.state) || Date.now() > deadline.getTime()) break
      if (view.actionUrl) await sandbox.answerBank(view.actionUrl, errand.bankAnswer === 'approve')
      await delay(lookMs)
    }
    await cancelling
    const again = await session.ask<CheckoutView>('checkout.place', request)
    return { checkoutId: id, refusal: null, states, replayedAs: again.id }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { checkoutId: null, refusal: error.code, states, replayedAs: null }
  }
}

/** What is sent to place the cart as it is shown once all is in it. */
async function fill(session: Session, { name, isbns, paymentMethod }: CartErrand) {
  for (const isbn13 of isbns) {
    const line = { kind: 'copy', isbn13, condition: 'NEW', quantity: 1 }
    await session.ask('cart.add', { key: `${name}-${isbn13}`, line })
  }
  const destination = { country: address.country, postalCode: address.postalCode }
  const { fingerprint } = await session.look<{ fingerprint: string }>('cart.get', { destination })
  return { key: `${name}-place`, fingerprint, address, paymentMethod }
}

async function cancelLater(session: Session, checkoutId: string, { cancelAfterMs }: CartErrand): Promise<void> {
  if (cancelAfterMs === undefined) return
  await delay(cancelAfterMs)
  try {
    await session.ask('checkout.cancel', { checkoutId })
  } catch (error) {
    if (!(error instanceof Refused)) throw error // too late is an answer
  }
}
