// Where the money is: the provider's books against the sellers' and ours.
import { scale } from '../../server/platform/money.ts'
import type { Books, Dossier, HeldOrder } from '../books/model.ts'
import type { Movement } from '../stack/sandbox.ts'
import { hasEnded, isSettled, liveOrders, owedFor, perPurchase, sum } from './invariant.ts'
import type { Breach, Invariant } from './invariant.ts'

const openStatuses = new Set(['requires_capture', 'requires_action', 'requires_confirmation', 'processing'])

function total(movements: Dossier['movements'], type: Movement['type']): bigint {
  return sum(movements.filter((movement) => movement.type === type).map(({ amountMinor }) => amountMinor))
}

/** What the provider has taken for it and not given back. */
function taken({ movements }: Dossier): bigint {
  return total(movements, 'capture') - total(movements, 'refund')
}

const whatIsTakenIsWhatIsOwed: Invariant = {
  id: 'I1',
  promise: 'what was captured and not refunded is what the sellers hold orders for, in each currency',
  check({ dossiers }) {
    const balance = new Map<string, bigint>()
    for (const dossier of dossiers.filter(({ state }) => state !== 'NEEDS_REVIEW')) {
      const owed = sum(liveOrders(dossier).map((order) => owedFor(dossier, order) ?? 0n))
      balance.set(dossier.currency, (balance.get(dossier.currency) ?? 0n) + taken(dossier) - owed)
    }
    return [...balance].flatMap(([currency, difference]): Breach[] =>
      difference === 0n
        ? []
        : [{ purchaseId: null, what: `${difference} minor units of ${currency} too much are taken` }],
    )
  },
}

const chargedOnce = perPurchase(
  'I3',
  'one hold and one capture at most: the confirmed total, at most what is held, at most the maximum',
  (dossier) => [...heldWrongly(dossier), ...capturedWrongly(dossier)],
)

function heldWrongly({ movements, maxMinor, intents, currency }: Dossier): (string | false)[] {
  const held = total(movements, 'authorize')
  const captured = total(movements, 'capture')
  const holds = movements.filter(({ type }) => type === 'authorize').length
  return [
    holds > 1 && `held ${holds} times`,
    held > maxMinor && `held ${held}, above the maximum of ${maxMinor}`,
    captured > held && `captured ${captured} of ${held} held`,
    intents.some((intent) => intent.currency !== currency) && `asked for another currency than ${currency}`,
  ]
}

function capturedWrongly(dossier: Dossier): (string | false)[] {
  const { movements, spentMinor, state } = dossier
  const captured = total(movements, 'capture')
  const captures = movements.filter(({ type }) => type === 'capture').length
  const owed = liveOrders(dossier).map((order) => owedFor(dossier, order))
  const isOver = isSettled(dossier) && state !== 'PURCHASED'
  const ifBought = [
    captures === 0 && 'bought, and nothing was captured',
    captured !== spentMinor && `captured ${captured}, and we say ${spentMinor}`,
    owed.some((minor) => minor !== captured) && `captured ${captured} for an order of ${owed.join(' and ')}`,
  ]
  return [
    captures > 1 && `captured ${captures} times`,
    isOver && captures > 0 && `${state}, and ${captured} was captured`,
    ...(state === 'PURCHASED' ? ifBought : []),
  ]
}

const noHoldOutlives = perPurchase('I4', 'every hold is captured or let go when its purchase ends', (dossier) =>
  isSettled(dossier)
    ? dossier.intents.map(({ id, status }) => openStatuses.has(status) && `${dossier.state}, and ${id} still ${status}`)
    : [],
)

const ledgerBalances: Invariant = {
  id: 'I9',
  promise: 'every journal adds up to nothing, one for each effect, and the ledger says what the provider says',
  check: (books) => [...unbalanced(books), ...doubled(books), ...unlikeTheProvider(books)],
}

function unbalanced({ postings }: Books): Breach[] {
  const sums = new Map<string, bigint>()
  for (const { journalId, currency, minor } of postings) {
    const line = `${journalId} in ${currency}`
    sums.set(line, (sums.get(line) ?? 0n) + minor)
  }
  return [...sums].flatMap(([line, total]) =>
    total === 0n ? [] : [{ purchaseId: null, what: `journal ${line} is ${total}` }],
  )
}

function doubled({ postings }: Books): Breach[] {
  const journalOf = new Map<string, string>()
  return postings.flatMap(({ effectKey, journalId, reference }) => {
    const first = journalOf.get(effectKey) ?? journalId
    journalOf.set(effectKey, first)
    return first === journalId ? [] : [{ purchaseId: reference, what: `${effectKey} is recorded twice` }]
  })
}

function unlikeTheProvider({ postings, dossiers }: Books): Breach[] {
  return dossiers.filter(hasEnded).flatMap((dossier) => {
    const own = postings.filter(({ reference }) => reference === dossier.id)
    const on = (account: string) =>
      sum(own.filter((posting) => posting.account.startsWith(account)).map(({ minor }) => minor))
    const isReviewed = dossier.state === 'NEEDS_REVIEW' // may know less than the provider; that is why somebody looks
    const breaches = [
      !isReviewed && on('hold:processor') !== 0n && `the ledger still holds ${on('hold:processor')}`,
      !isReviewed &&
        owes(own) !== holds(dossier) &&
        `the ledger owes sellers ${owes(own)}, who have orders for ${holds(dossier)}`,
      !isReviewed && clears(own) !== exchanged(dossier) && `the clearing account has ${clears(own)}`,
      !isReviewed && on('charge:customer') !== -taken(dossier) && `the ledger charged ${-on('charge:customer')}`,
      on('payable:seller:') > 0n && taken(dossier) === 0n && 'the ledger owes a seller what the provider never took',
    ]
    return breaches.flatMap((what) => (what ? [{ purchaseId: dossier.id, what }] : []))
  })
}

/** What the ledger owes each seller, in the seller's currency. */
function owes(own: Books['postings']): string {
  return perCurrency(own.filter(({ account }) => account.startsWith('payable:seller:')))
}

/** What sellers hold orders for, by their own books, once the provider has taken money for them, and as far as it has not given it back. */
function holds(dossier: Dossier): string {
  return perCurrency(
    liveOrders(dossier).map(({ seller, total: held }) => ({
      account: `payable:seller:${seller}`,
      currency: held.currency,
      minor: keptOf(dossier, held),
    })),
  )
}

/** Of an order's total in the seller's books, the part that the shopper paid in the end: half to even, as the ledger has it. */
function keptOf(dossier: Dossier, { currency, minor }: HeldOrder['total']): bigint {
  const captured = total(dossier.movements, 'capture')
  if (captured === 0n || taken(dossier) < 0n) return 0n
  return scale({ currency, minor: BigInt(minor) }, taken(dossier), captured).minor
}

function clears(own: Books['postings']): string {
  return perCurrency(own.filter(({ account }) => account === 'clearing:fx'))
}

/** What was taken in one currency and is owed in another. */
function exchanged(dossier: Dossier): string {
  const account = 'clearing:fx'
  const foreign = liveOrders(dossier).filter(({ total: { currency } }) => currency !== dossier.currency)
  if (foreign.length === 0 || taken(dossier) === 0n) return 'nothing'
  const owed = foreign.map(({ total: { currency, minor } }) => ({
    account,
    currency,
    minor: -keptOf(dossier, { currency, minor }),
  }))
  return perCurrency([{ account, currency: dossier.currency, minor: taken(dossier) }, ...owed])
}

function perCurrency(lines: readonly Pick<Books['postings'][number], 'account' | 'currency' | 'minor'>[]): string {
  const sums = new Map<string, bigint>()
  for (const { account, currency, minor } of lines) {
    const line = `${account} ${currency}`
    sums.set(line, (sums.get(line) ?? 0n) + minor)
  }
  const left = [...sums].filter(([, minor]) => minor !== 0n).map(([line, minor]) => `${line} ${minor}`)
  return left.toSorted().join(', ') || 'nothing'
}

export const moneyInvariants: readonly Invariant[] = [
  whatIsTakenIsWhatIsOwed,
  chargedOnce,
  noHoldOutlives,
  ledgerBalances,
]
