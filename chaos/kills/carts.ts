// Carts of our own copies, while processes die: more of them than there are copies, over a few titles that they share, in both orders.
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from '../books/read-ours.ts'
import type { Random } from '../random.ts'
import { runCartErrand } from '../stack/customer.ts'
import type { CartErrand, HeardCheckout } from '../stack/customer.ts'
import type { ChaosStack } from '../stack/open-stack.ts'

/** Carts a title: they want some twenty copies of each, of which there are about five. */
const cartsATitle = 12
const titlesMin = 3
/** One cart for so many purchases. */
const purchasesACart = 4
/** Enough for every fault to meet some; each is a person who signs up, and hundreds of them would be most of what the server does. */
const cartsMax = 120
const underWayMax = 16 // at a time: those who find the server away come again and again
const everyMs = 560 // between two, at least

const payments: readonly Pick<CartErrand, 'paymentMethod' | 'bankAnswer'>[] = [
  { paymentMethod: 'pm_card_visa', bankAnswer: 'approve' },
  { paymentMethod: 'pm_card_visa', bankAnswer: 'approve' },
  { paymentMethod: 'pm_card_visa', bankAnswer: 'approve' },
  { paymentMethod: 'pm_card_authenticationRequired', bankAnswer: 'approve' },
  { paymentMethod: 'pm_card_authenticationRequired', bankAnswer: 'decline' },
  { paymentMethod: 'pm_card_visa_chargeDeclined', bankAnswer: 'approve' },
]

/** Begins one cart after the other, as many as belong to so many purchases; each goes on by itself. */
export async function beginCarts(
  stack: Pick<ChaosStack, 'db' | 'url' | 'password' | 'sandbox'>,
  { random, purchases, deadline }: { random: Random; purchases: number; deadline: Date },
): Promise<Promise<HeardCheckout>[]> {
  const carts = Math.min(cartsMax, Math.ceil(purchases / purchasesACart))
  const titles = await chooseScarce(stack.db, Math.max(titlesMin, Math.ceil(carts / cartsATitle)))
  const heard: Promise<HeardCheckout>[] = []
  let underWay = 0
  for (let n = 0; n < carts; n++) {
    while (underWay >= underWayMax) await delay(everyMs)
    const first = random.between(0, titles.length - 1)
    const second = (first + random.between(1, titles.length - 1)) % titles.length
    const isbns = [titles[first] ?? '', ...(n % 3 === 0 ? [] : [titles[second] ?? ''])]
    const cancels = n % 5 === 4 ? { cancelAfterMs: random.between(0, 1_500) } : {}
    const payment = payments[random.between(0, payments.length - 1)] ?? payments[0]
    const errand = { name: `cart-${n}`, isbns, ...(payment as (typeof payments)[number]), ...cancels }
    underWay++
    heard.push(runCartErrand(stack, errand, deadline).finally(() => underWay--))
    heard.at(-1)?.catch(() => {}) // awaited at the end
    await delay(everyMs)
  }
  return heard
}

/** Titles of which we have a few copies. */
async function chooseScarce(db: Pool, count: number): Promise<string[]> {
  const { rows } = await db.query<{ isbn13: string }>(
    "select isbn13 from stock_item where condition = 'NEW' and on_hand between 4 and 6 order by isbn13 limit $1",
    [count],
  )
  return rows.map(({ isbn13 }) => isbn13)
}
