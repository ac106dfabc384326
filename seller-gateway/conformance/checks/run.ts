// What the kit says of its own run: whether it had a book to order, whether all was made, and whether it left the seller as it was.
import { NotApplicable } from '../check.ts'
import type { Check } from '../check.ts'
import { landed } from '../trial.ts'

/** Made first: finds the book of the run. */
export const bookOnOffer: Check = {
  name: 'run.book-on-offer',
  rule: 'One of the named test books is on offer at a complete price.',
  required: true,
  needs: [],
  expected: 'at least one quote with item, shipping and tax, in whole minor units of one currency',
  advice: 'Name test books that you have (--isbn, or test_isbn13s of the profile), or put one on offer for the kit.',
  async run(t) {
    for (const isbn13 of t.settings.isbns) {
      const answer = await t.ask({ isbn13 })
      if (answer.kind === 'ok' && answer.value.some((quote) => landed(quote) !== null)) {
        t.session.book = isbn13
        return
      }
    }
    t.must(false, t.received)
  },
}

/** Made last. */
export const closingChecks: readonly Check[] = [
  {
    name: 'run.orders-cancelled',
    rule: 'Every order that the kit made is cancelled at its end.',
    required: true,
    needs: ['orders'],
    expected: 'CANCELLED for every reference that was ordered under',
    advice: 'Cancel the orders named here by hand, and see why CancelOrder did not.',
    async run(t) {
      const standing = t.session.standing()
      if (!t.subject.can.cancel && standing.length > 0)
        throw new NotApplicable(`this seller cancels nothing; these orders stand: ${standing.join(', ')}`)
      t.must(standing.length === 0, `these may stand: ${standing.join(', ')}`)
    },
  },
  {
    name: 'run.completed',
    rule: 'Every required check that applies was made.',
    required: true,
    needs: [],
    expected: 'no required check that could not be made',
    advice: 'See the skipped checks for what was missing, mend that, and run the kit again.',
    async run(t) {
      const { notMade } = t.session
      t.must(notMade.length === 0, `not made: ${notMade.join(', ')}`)
    },
  },
]
