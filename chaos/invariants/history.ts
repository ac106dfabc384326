// What happened to a purchase, and what its shopper was told of it.
import { isAtRest, purchaseMachine } from '../../server/modules/buying/machine.ts'
import type { PurchaseState } from '../../server/modules/buying/machine.ts'
import type { Dossier, EventRow, Heard } from '../books/model.ts'
import { hasEnded, liveOrders, perPurchase, sum } from './invariant.ts'
import type { Breach, Invariant } from './invariant.ts'

const isAPath = perPurchase(
  'I7',
  'the history is a path of the transition table without gaps, ends where the purchase is, and nothing follows an end',
  ({ events, state }) => {
    const last = events.at(-1)
    return [
      last?.toState !== state && `the history ends in ${last?.toState}, the purchase is ${state}`,
      ...events.map((event, i) => notAStep(event, events[i - 1], i)),
    ]
  },
)

function notAStep(
  { seq, fromState, toState, event }: EventRow,
  before: EventRow | undefined,
  i: number,
): string | false {
  if (seq !== i + 1) return `event ${i + 1} of the history has the number ${seq}`
  if (!before || fromState === null) {
    const isBeginning = i === 0 && fromState === null && event === 'requested' && toState === purchaseMachine.initial
    return !isBeginning && `the history begins with ${event} to ${toState}`
  }
  const leads: Readonly<Record<string, PurchaseState>> = purchaseMachine.states[fromState]
  if (fromState !== before.toState) return `${event} leaves ${fromState}, but the purchase was ${before.toState}`
  return leads[event] !== toState && `no ${event} leads from ${fromState} to ${toState}`
}

const sameKeySameThing: Invariant = {
  id: 'I8',
  promise: 'the same request under the same key is the same purchase, told the same; another one is refused',
  check: ({ dossiers }) => {
    const keys = new Map<string, number>()
    for (const { key } of dossiers) keys.set(key, (keys.get(key) ?? 0) + 1)
    const twice = [...keys].flatMap(([key, count]): Breach[] =>
      count > 1 ? [{ purchaseId: null, what: `${count} purchases have the key ${key}` }] : [],
    )
    return [...twice, ...dossiers.flatMap(badReplays)]
  },
}

function badReplays({ id: purchaseId, heard }: Dossier): Breach[] {
  if (!heard) return []
  const { replay, others, meddled } = heard
  const breaches = [
    others.length > 0 && `the same request at the same time is ${others.join(', ')}`,
    meddled !== keyReused && `another request under its key meanwhile: ${meddled ?? 'taken'}`,
    ...(replay ? wrongReplays(purchaseId, replay) : []),
  ]
  return breaches.flatMap((what) => (what ? [{ purchaseId, what }] : []))
}

const keyReused = 'buying.key_reused'

function wrongReplays(purchaseId: string, replay: NonNullable<Heard['replay']>): (string | false)[] {
  return [
    replay.purchaseId !== purchaseId && `the same request again is ${replay.purchaseId}`,
    !replay.isSameAnswer && 'the same request again is answered otherwise',
    replay.otherRefusal !== keyReused && `another request under its key: ${replay.otherRefusal ?? 'taken'}`,
  ]
}

const ends = perPurchase(
  'I12',
  'every purchase ends, or a person is told why it needs one; none is left without an alarm',
  (dossier) => [
    !hasEnded(dossier) && `still ${dossier.state} (${dossier.purchase.pending?.step.kind ?? 'nothing to do'})`,
    !hasEnded(dossier) && dossier.nextActionAt === null && `${dossier.state}, and nobody will look at it again`,
    dossier.state === 'NEEDS_REVIEW' && !dossier.purchase.reason && 'needs review, and nobody knows why',
  ],
)

const toldTheTruth: Invariant = {
  id: 'I17',
  promise: 'no shopper was told "not bought" and charged, or "bought" without an order, or two different ends',
  check: ({ dossiers, phantoms }) => [
    ...phantoms.map(({ key, purchaseId }) => ({ purchaseId, what: `told of under ${key}, and not in the database` })),
    ...dossiers.flatMap((dossier) =>
      untruths(dossier).flatMap((what): Breach[] => (what ? [{ purchaseId: dossier.id, what }] : [])),
    ),
  ],
}

function untruths(dossier: Dossier): (string | false)[] {
  const { heard, state } = dossier
  if (!heard) return ['nobody was told of it']
  const ends = heard.states.filter((each) => isAtRest(each))
  const [end] = ends
  if (end === undefined) return []
  return [
    ends.length > 1 && `told of more than one end: ${ends.join(', ')}`,
    heard.states.at(-1) !== ends.at(-1) && `told of an end, and then ${heard.states.at(-1)}`,
    end !== state && `told ${end}, and it is ${state}`,
    ...(end === 'PURCHASED' ? notAsTold(dossier, heard.paidMinor) : []),
    ...(end !== 'PURCHASED' && end !== 'NEEDS_REVIEW' ? [boughtAfterAll(dossier, end)] : []),
  ]
}

function notAsTold(dossier: Dossier, paidMinor: number | null): (string | false)[] {
  return [
    liveOrders(dossier).length !== 1 && 'told that it is bought, without an order',
    paidMinor !== capturedMinor(dossier) && `told a price of ${paidMinor}, charged ${capturedMinor(dossier)}`,
  ]
}

function boughtAfterAll(dossier: Dossier, end: string): string | false {
  const isBought = capturedMinor(dossier) > 0 || liveOrders(dossier).length > 0
  return isBought && `told ${end}, and something was bought`
}

function capturedMinor({ movements }: Dossier): number {
  return Number(sum(movements.filter(({ type }) => type === 'capture').map(({ amountMinor }) => amountMinor)))
}

export const historyInvariants: readonly Invariant[] = [isAPath, sameKeySameThing, ends, toldTheTruth]
