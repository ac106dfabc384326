// What a shopper is told when an order moves on. Pure.
import type { OrderState } from './machine.ts'

interface Told {
  readonly title: string
  readonly sellerName: string
  readonly reason: string | null | undefined
}

// Before it is shipped the purchase itself, or the checkout, says how it goes.
const news: Readonly<Partial<Record<OrderState, (told: Told) => { subject: string; body: string }>>> = {
  SHIPPED: ({ title, sellerName, reason }) => ({
    subject: `“${title}” is on its way`,
    body: sentences(`${sellerName} has handed it to the carrier.`, reason),
  }),
  DELIVERED: ({ title, reason }) => ({
    subject: `“${title}” has arrived`,
    body: sentences('If something is wrong with it, ask for a refund on the order’s page.', reason),
  }),
  CANCELLED: ({ title, reason }) => ({
    subject: `Your order of “${title}” is cancelled`,
    body: sentences('Money that was taken for it goes back the way it came.', reason),
  }),
}

/** True when the step is news. An order that ends unpaid is none: who was to take the money says how that goes on. */
export function isNews({ from, to }: { from: OrderState | null; to: OrderState }): boolean {
  return to === 'CANCELLED' ? from === 'PAID' : to in news
}

/** The message for an order that came to `to`; null where there is nothing to tell. */
export function sayNews(to: OrderState, told: Told): { subject: string; body: string } | null {
  return news[to]?.(told) ?? null
}

function sentences(first: string, reason: string | null | undefined): string {
  return reason ? `${first} ${reason}` : first
}
