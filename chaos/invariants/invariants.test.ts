// Each invariant must be able to fail: sound books are spoiled in one way, and the invariant that guards it has to say so.
import { describe, expect, it } from 'vitest'
import type { Books, CheckoutDossier, Dossier } from '../books/model.ts'
import { soundBooks } from '../testing/sound-books.ts'
import { findViolations, invariants } from './index.ts'

/** Sound books in which the purchase `id` is changed. */
function spoil(id: string, change: (dossier: Dossier) => Partial<Dossier>): Books {
  const books = soundBooks()
  const dossiers = books.dossiers.map((dossier) => (dossier.id === id ? { ...dossier, ...change(dossier) } : dossier))
  return { ...books, dossiers }
}
const spoilBought = (change: (dossier: Dossier) => Partial<Dossier>) => spoil('bought', change)
const spoilUnbought = (change: (dossier: Dossier) => Partial<Dossier>) => spoil('without-offer', change)
const first = (): Dossier => soundBooks().dossiers[0]!

/** Sound books in which lines of the ledger are changed. */
function spoilPostings(change: (line: Posting) => Partial<Posting> | false): Books {
  const books = soundBooks()
  return { ...books, postings: books.postings.map((line) => ({ ...line, ...change(line) })) }
}
type Posting = Books['postings'][number]

/** Sound books in which the checkout that is paid, or the declined one, is changed. */
function spoilCheckout(n: number, change: () => Partial<CheckoutDossier>): Books {
  const books = soundBooks()
  return { ...books, checkouts: books.checkouts.map((each, i) => (i === n ? { ...each, ...change() } : each)) }
}
const spoilPaid = (change: () => Partial<CheckoutDossier>) => spoilCheckout(0, change)
const spoilDeclined = (change: () => Partial<CheckoutDossier>) => spoilCheckout(1, change)
const spoilShelf = (change: Partial<Books['stock'][number]>): Books => {
  const books = soundBooks()
  return { ...books, stock: books.stock.map((row) => ({ ...row, ...change })) }
}
const ownCopy = soundBooks().stock[0]?.item ?? ''
const toldOfPaid = () => soundBooks().checkouts[0]!.heard!
const heldIntent = () => soundBooks().checkouts[0]!.intents.map((intent) => ({ ...intent, status: 'requires_capture' }))

const planted: [id: string, what: string, books: Books][] = [
  ['I1', 'an order that nobody paid for', spoilBought(({ movements }) => ({ movements: movements.slice(0, 1) }))],
  ['I2', 'a second order at another seller', spoilBought(withSecondOrder)],
  ['I2', 'an order under a reference of nobody', { ...soundBooks(), strays: strayOrder() }],
  ['I2', 'a confirmed order that the seller does not hold', spoilBought(() => ({ sellerOrders: [] }))],
  ['I2', 'an order although nothing was bought', spoilUnbought(() => ({ sellerOrders: first().sellerOrders }))],
  ['I3', 'two captures', spoilBought(({ movements }) => ({ movements: [...movements, movements[1]!] }))],
  ['I3', 'two holds', spoilBought(({ movements }) => ({ movements: [...movements, movements[0]!] }))],
  ['I3', 'a hold above the maximum', spoilBought(() => ({ maxMinor: 2_400n }))],
  ['I3', 'another amount captured than the seller confirmed', spoilBought(withDearerOrder)],
  ['I4', 'a hold that nobody lets go', spoilUnbought(withOpenHold)],
  ['I5', 'a copy sold that was not paid for', spoilPaid(() => ({ movements: [] }))],
  ['I5', 'a charge without the copy', spoilPaid(() => ({ out: {} }))],
  ['I5', 'a copy sold twice', spoilShelf({ onHand: 1, moved: 1, received: 1 })],
  ['I5', 'fewer than none on the shelf', spoilShelf({ onHand: -1, moved: -1, received: 0 })],
  ['I5', 'a shelf that is not the sum of its movements', spoilShelf({ moved: 3 })],
  ['I5', 'a promise that nobody holds', spoilShelf({ reserved: 1 })],
  ['I5', 'a copy kept for who did not pay', spoilDeclined(() => ({ out: { [ownCopy]: 1 } }))],
  ['I5', 'a promise that outlives its checkout', spoilDeclined(() => ({ reservationState: 'HELD' }))],
  ['I5', 'a hold that outlives its checkout', spoilDeclined(() => ({ intents: heldIntent() }))],
  ['I5', 'an order that outlives its checkout', spoilDeclined(() => ({ orderState: 'PAYMENT_PENDING' }))],
  ['I5', 'a checkout that never ends', spoilDeclined(() => ({ state: 'CAPTURING' }))],
  ['I5', 'another end than was told', spoilPaid(() => ({ heard: { ...toldOfPaid(), states: ['CANCELLED'] } }))],
  [
    'I5',
    'another checkout for the same request',
    spoilPaid(() => ({ heard: { ...toldOfPaid(), replayedAs: 'another' } })),
  ],
  ['I5', 'a checkout that only its shopper knows', { ...soundBooks(), phantomCheckouts: [toldOfPaid()] }],
  ['I7', 'a gap in the history', spoilBought(({ events }) => ({ events: events.filter(({ seq }) => seq !== 3) }))],
  ['I7', 'a way that the table does not have', spoilBought(withLeap)],
  ['I7', 'a history that ends elsewhere', spoilBought(({ events }) => ({ events: events.slice(0, -1) }))],
  ['I8', 'two purchases under one key', spoilUnbought(() => ({ key: 'key-bought' }))],
  ['I8', 'another purchase for the same request', spoilBought(replayed({ purchaseId: 'another' }))],
  ['I8', 'another answer to the same request', spoilBought(replayed({ isSameAnswer: false }))],
  ['I8', 'another request under the same key', spoilBought(replayed({ otherRefusal: null }))],
  ['I8', 'another request under the same key meanwhile', spoilBought(heardAs({ meddled: null }))],
  ['I8', 'another purchase for the same request at the same time', spoilBought(heardAs({ others: ['another'] }))],
  ['I9', 'a journal that does not add up', { ...soundBooks(), postings: soundBooks().postings.slice(1) }],
  ['I9', 'a charge that the ledger does not know', { ...soundBooks(), postings: soundBooks().postings.slice(0, 2) }],
  ['I9', 'a seller owed another amount than its order says', exchanged(1_181n)],
  ['I9', 'a seller owed the same after half of the money went back', returned(1_180n)],
  [
    'I9',
    'a seller owed in another currency than its order is in',
    spoilPostings((line) => line.account.startsWith('payable:') && { currency: 'GBP' }),
  ],
  [
    'I9',
    'money left in the clearing account that nobody is owed for',
    spoilPostings((line) => line.account.startsWith('payable:') && { account: 'clearing:fx' }),
  ],
  ['I10', 'an order placed without an intent', spoilBought(({ effects }) => ({ effects: effects.slice(0, 1) }))],
  ['I10', 'an intent written after its request', spoilBought(withLateIntent)],
  ['I10', 'a capture under a key of nobody', spoilBought(({ effects }) => ({ effects: effects.slice(0, 2) }))],
  ['I11', 'a dearer copy was bought', spoilBought(withDearerChoice)],
  [
    'I11',
    'the worse seller bought from for a cent less',
    spoilBought(withRecords({ bought: 9_000, other: 9_900, otherMinor: 1_501, risk: 15 })),
  ],
  [
    'I11',
    'the better seller bought from for two hundredths more',
    spoilBought(withRecords({ bought: 10_000, other: 0, otherMinor: 1_470, risk: 0 })),
  ],
  [
    'I11',
    'a receipt that hides the risk',
    spoilBought(withRecords({ bought: 9_700, other: 9_700, otherMinor: 1_900, risk: 0 })),
  ],
  ['I11', 'given up while something could be bought', spoilUnbought(withRoom)],
  ['I11', 'a hold for nothing', spoilUnbought(() => ({ intents: first().intents }))],
  ['I12', 'a purchase that never ends', spoilUnbought(() => ({ state: 'CONFIRMING' }))],
  ['I12', 'a review that nobody can do', spoilUnbought(() => ({ state: 'NEEDS_REVIEW' }))],
  ['I17', 'told that it failed, and bought', spoilBought(told(['QUOTING', 'NO_OFFER']))],
  ['I17', 'told two different ends', spoilBought(told(['NO_OFFER', 'PURCHASED']))],
  ['I17', 'told another price', spoilBought(({ heard }) => ({ heard: { ...heard!, paidMinor: 1_400 } }))],
  ['I17', 'told of a purchase that is not there', { ...soundBooks(), phantoms: [first().heard!] }],
]

it('finds nothing in sound books', () => {
  expect(findViolations(soundBooks())).toEqual([])
})

it('finds nothing where a better record was worth a cent, and the receipt says so', () => {
  const fair = withRecords({ bought: 9_900, other: 9_000, otherMinor: 1_499, risk: 1 })
  expect(findViolations(spoilBought(fair))).toEqual([])
})

it('finds nothing where the seller is owed in its own currency, with what was taken beside it', () => {
  expect(findViolations(exchanged())).toEqual([])
})

it('finds nothing in the ledger where half of the money went back, and the seller abroad is owed half', () => {
  expect(ledgerBreaches(returned(590n))).toEqual([])
})

const ledgerBreaches = (books: Books) => findViolations(books).filter(({ id }) => id === 'I9')

/** The same, of which 7.50 went back, and of whose pence so many are still owed. */
function returned(pence: bigint): Books {
  const { dossiers, postings } = exchanged(pence)
  const back = (movement: Dossier['movements'][number]) => ({ ...movement, type: 'refund' as const, amountMinor: 750 })
  const [line] = postings
  const refund = { ...line!, journalId: 'journal of refund', effectKey: 'refund:refund-1', currency: 'USD' }
  return {
    ...exchanged(pence),
    dossiers: dossiers.map((dossier) => {
      const [movement] = dossier.movements
      return movement ? { ...dossier, movements: [...dossier.movements, back(movement)] } : dossier
    }),
    postings: [
      ...postings,
      { ...refund, account: 'charge:customer', minor: 750n },
      { ...refund, account: 'clearing:fx', minor: -750n },
    ],
  }
}

/** The same, bought from a seller that charges 1,180 pence. */
function exchanged(pence = 1_180n): Books {
  const gbp = { currency: 'GBP', minor: 1_180 }
  const foreign = spoilBought(({ sellerOrders, purchase }) => ({
    sellerOrders: [{ ...sellerOrders[0]!, total: gbp }],
    purchase: {
      ...purchase,
      attempts: purchase.attempts.map((attempt) => ({
        ...attempt,
        quote: { ...attempt.quote, sellerTotal: { currency: 'GBP', minor: 1_180n } },
      })),
    },
  }))
  const postings = foreign.postings.map((line) =>
    line.account.startsWith('payable:') ? { ...line, account: 'clearing:fx' } : line,
  )
  const [line] = postings
  const exchange = { ...line!, journalId: 'journal of exchange', effectKey: 'exchange:pay-1', currency: 'GBP' }
  const account = 'payable:seller:fleet-street'
  const both = [
    { ...exchange, account: 'clearing:fx', minor: -pence },
    { ...exchange, account, minor: pence },
  ]
  return { ...foreign, postings: [...postings, ...both] }
}

describe('finds', () => {
  it.each(planted)('%s %s', (id, _, books) => {
    expect(findViolations(books).map((violation) => violation.id)).toContain(id)
  })
})

it('is shown to be able to find something, for every invariant there is', () => {
  expect(new Set(planted.map(([id]) => id))).toEqual(new Set(invariants.map(({ id }) => id)))
})

function withSecondOrder({ sellerOrders, attempts }: Dossier): Partial<Dossier> {
  const second = { ...sellerOrders[0]!, seller: 'harbor' as const, orderId: 'HM-1', reference: 'attempt-2' }
  const attempt = { ...attempts[0]!, id: 'attempt-2', ordinal: 2, state: 'CANCELLED' as const }
  return { sellerOrders: [...sellerOrders, second], attempts: [...attempts, attempt] }
}

function withDearerOrder({ sellerOrders }: Dossier): Partial<Dossier> {
  return { sellerOrders: [{ ...sellerOrders[0]!, total: { currency: 'USD', minor: 1_600 } }] }
}

function withOpenHold(): Partial<Dossier> {
  const { intents } = first()
  return { intents: [{ ...intents[0]!, status: 'requires_capture', capturedMinor: 0 }] }
}

function withLeap({ events }: Dossier): Partial<Dossier> {
  return { events: events.map((event) => (event.seq === 4 ? { ...event, event: 'captured' } : event)) }
}

function withLateIntent({ effects }: Dossier): Partial<Dossier> {
  const late = new Date('2026-11-22T13:00:00Z')
  return { effects: effects.map((effect) => (effect.kind === 'place' ? { ...effect, at: late } : effect)) }
}

function withDearerChoice({ purchase }: Dossier): Partial<Dossier> {
  const dearer = purchase.rounds[0]!.quotes.find(({ sellerId }) => sellerId === 'harbor')!
  const attempts = purchase.attempts.map((attempt) => ({ ...attempt, quote: { ...attempt.quote, ...dearer } }))
  return { purchase: { ...purchase, attempts: attempts as typeof purchase.attempts } }
}

/** Both sellers with their records, in basis points kept; the receipt says `risk` of the one that was bought from, at 1,500. */
function withRecords(given: { bought: number; other: number; otherMinor: number; risk: number }) {
  return ({ purchase, receipt }: Dossier): Partial<Dossier> => {
    const standing = { keptBasisPoints: given.bought, orderCount: 100 }
    const [round] = purchase.rounds
    const quotes = round!.quotes.map((quote) => {
      const total = { currency: 'USD', minor: BigInt(given.otherMinor) }
      return quote.sellerId === 'harbor'
        ? { ...quote, total, standing: { ...standing, keptBasisPoints: given.other } }
        : { ...quote, standing }
    })
    const attempts = purchase.attempts.map((attempt) => ({ ...attempt, quote: { ...attempt.quote, standing } }))
    const told = receipt!.quotes.map((quote) => ({ ...quote, risk: { currency: 'USD', minor: given.risk } }))
    return {
      purchase: { ...purchase, rounds: [{ ...round!, quotes }], attempts },
      receipt: { ...receipt!, quotes: told },
    }
  }
}

function withRoom({ purchase }: Dossier): Partial<Dossier> {
  const max = { currency: 'USD', minor: 2_500n }
  return { purchase: { ...purchase, terms: { ...purchase.terms, max } } }
}

function heardAs(change: Partial<NonNullable<Dossier['heard']>>) {
  return ({ heard }: Dossier): Partial<Dossier> => ({ heard: { ...heard!, ...change } })
}

function replayed(change: Partial<NonNullable<NonNullable<Dossier['heard']>['replay']>>) {
  return ({ heard }: Dossier): Partial<Dossier> => ({ heard: { ...heard!, replay: { ...heard!.replay!, ...change } } })
}

function told(states: NonNullable<Dossier['heard']>['states']) {
  return ({ heard }: Dossier): Partial<Dossier> => ({ heard: { ...heard!, states } })
}

function strayOrder(): Books['strays'] {
  return { orders: first().sellerOrders, requests: [], intents: [] }
}
