// What a shopper is told when an order moves on. Pure.
import { format } from '#platform/money'
import type { Money } from '#platform/money'
import type { OrderState } from './machine.ts'

interface Told {
  /** Of the first line. */
  readonly title: string
  /** How many copies there are beside the first. */
  readonly others: number
  readonly sellerName: string
  readonly total: Money
  readonly reason: string | null | undefined
}

/** A step of the order: where it came from, and whether the copies are our own. */
interface Step {
  readonly from: OrderState | null
  readonly to: OrderState
  readonly isOwn: boolean
}

interface News {
  readonly subject: string
  readonly body: string
}

/** A seller's order is paid and accepted in the moment in which it was bought: the purchase itself says so. */
const ofOurOwn: Readonly<Partial<Record<OrderState, (told: Told) => News>>> = {
  PAYMENT_PENDING: (told) => ({
    subject: `We have your order of ${what(told)}`,
    body: `${format(told.total)} in all. You hear from us when it is paid. Until then nothing is charged.`,
  }),
  PAID: (told) => ({
    subject: `Your order of ${what(told)} is paid`,
    body: `${format(told.total)} was charged. We pack it next; until then you can cancel it on the order’s page.`,
  }),
  PROCESSING: (told) => ({
    subject: `Your order of ${what(told)} is being packed`,
    body: sentences('You hear from us when it is on its way.', told.reason),
  }),
}

const ofAnybody: Readonly<Partial<Record<OrderState, (told: Told) => News>>> = {
  SHIPPED: (told) => ({
    subject: `${what(told)} ${told.others > 0 ? 'are on their' : 'is on its'} way`,
    body: sentences(`${told.sellerName} has handed it to the carrier.`, told.reason),
  }),
  DELIVERED: (told) => ({
    subject: `${what(told)} ${told.others > 0 ? 'have' : 'has'} arrived`,
    body: sentences('If something is wrong with it, ask for a refund on the order’s page.', told.reason),
  }),
}

/** The message for a step; null where there is nothing to tell. */
export function sayNews({ from, to, isOwn }: Step, told: Told): News | null {
  if (to === 'CANCELLED') return sayCancelled({ from, isOwn }, told)
  const say = ofAnybody[to] ?? (isOwn ? ofOurOwn[to] : undefined)
  return say?.(told) ?? null
}

/** True when the step is told: without its order being read. */
export function isNews({ from, to, isOwn }: Step): boolean {
  if (to === 'CANCELLED') return from === 'PAID' || isOwn
  return to in ofAnybody || (isOwn && to in ofOurOwn)
}

/** A seller's order that ends unpaid is no news: its purchase says how that goes on. */
function sayCancelled({ from, isOwn }: Omit<Step, 'to'>, told: Told): News | null {
  const subject = `Your order of ${what(told)} is cancelled`
  if (from === 'PAID')
    return { subject, body: sentences('Money that was taken for it goes back the way it came.', told.reason) }
  return isOwn ? { subject, body: sentences('Nothing was charged.', told.reason) } : null
}

function what({ title, others }: Told): string {
  if (others === 0) return `“${title}”`
  return `“${title}” and ${others} more ${others === 1 ? 'copy' : 'copies'}`
}

function sentences(first: string, reason: string | null | undefined): string {
  return reason ? `${first} ${reason}` : first
}
