// Our own copies: none is sold twice or without its money, whatever died in between.
import { isAtRest } from '../../server/modules/checkout/machine.ts'
import type { Books, CheckoutDossier, StockRow } from '../books/model.ts'
import { sum } from './invariant.ts'
import type { Breach, Invariant } from './invariant.ts'

const neverOversold: Invariant = {
  id: 'I5',
  promise:
    'the shelf is the sum of its movements, never below nothing; each copy that left it was paid for, once, and each checkout ends with all or with nothing',
  check: ({ stock, checkouts, phantomCheckouts }) => [
    ...stock.flatMap((row) => unlikeItsMovements(row, checkouts)),
    ...checkouts.flatMap((checkout) =>
      [...unlikeItsBooks(checkout), ...untold(checkout)].flatMap((what): Breach[] =>
        what ? [{ purchaseId: checkout.id, what }] : [],
      ),
    ),
    ...phantomCheckouts.map(({ checkoutId }) => ({ purchaseId: checkoutId, what: 'told of, and not in the database' })),
  ],
}

function unlikeItsMovements(
  { item, onHand, reserved, moved, held, received }: StockRow,
  all: Books['checkouts'],
): Breach[] {
  const gone = sum(all.map(({ out }) => out[item] ?? 0))
  const breaches = [
    onHand < 0 && `${item}: ${onHand} on hand`,
    reserved < 0 && `${item}: ${reserved} reserved`,
    onHand !== moved && `${item}: ${onHand} on hand, and its movements come to ${moved}`,
    reserved !== held && `${item}: ${reserved} reserved, and ${held} are held`,
    BigInt(onHand) + gone !== BigInt(received) &&
      `${item}: ${received} came, ${gone} are with shoppers, ${onHand} are left`,
  ]
  return breaches.flatMap((what) => (what ? [{ purchaseId: null, what }] : []))
}

function unlikeItsBooks(checkout: CheckoutDossier): (string | false)[] {
  const { state, nextActionAt, reason } = checkout
  if (!isAtRest(state)) return [`still ${state}`, nextActionAt === null && `${state}, and nobody will look at it again`]
  if (state === 'NEEDS_REVIEW') return [reason === null && 'needs review, and nobody knows why']
  return unlikeItsEnd(checkout)
}

function unlikeItsEnd(checkout: CheckoutDossier): (string | false)[] {
  const { state, copies, out, movements, intents, totalMinor, orderState, reservationState } = checkout
  const captured = sum(movements.filter(({ type }) => type === 'capture').map(({ amountMinor }) => amountMinor))
  const isHeld = intents.some(({ status }) => status === 'requires_capture')
  const isPaid = state === 'PAID'
  return [
    intents.length > 1 && `${intents.length} payments`,
    isHeld && `${state}, and a hold stands`,
    captured !== (isPaid ? totalMinor : 0n) && `${state}, shown ${totalMinor}, charged ${captured}`,
    plain(out) !== (isPaid ? plain(copies) : '{}') && `${state}, wants ${plain(copies)}, has ${plain(out)}`,
    reservationState === 'HELD' && `${state}, and copies are promised to it`,
    isPaid === (orderState === 'CANCELLED') && `${state}, and its order is ${orderState}`,
  ]
}

function untold({ id, state, heard }: CheckoutDossier): (string | false)[] {
  if (!heard) return ['nobody was told of it']
  const end = heard.states.find((each) => isAtRest(each))
  return [
    end !== undefined && end !== state && `told ${end}, and it is ${state}`,
    heard.replayedAs !== null && heard.replayedAs !== id && `the same request again is ${heard.replayedAs}`,
  ]
}

const plain = (copies: Readonly<Record<string, number>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(copies).toSorted(([a], [b]) => (a < b ? -1 : 1))))

export const shelfInvariants: readonly Invariant[] = [neverOversold]
