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

/** Who sells it. */
export interface Source {
  /** We ourselves. */
  readonly isOwn: boolean
  /** Ebooks of ours: there is nothing to pack and to send. */
  readonly isDigital: boolean
}

/** A step of the order, and where it came from. */
interface Step extends Source {
  readonly from: OrderState | null
  readonly to: OrderState
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

/** Paid and in the library are one moment, and one message. */
const ofEbooks: Readonly<Partial<Record<OrderState, (told: Told) => News>>> = {
  PAYMENT_PENDING: (told) => ({
    subject: `We have your order of ${what(told, 'ebook')}`,
    body: `${format(told.total)} in all. You hear from us when it is paid. Until then nothing is charged.`,
  }),
  DELIVERED: (told) => ({
    subject: `${what(told, 'ebook')} ${told.others > 0 ? 'are' : 'is'} in your library`,
    body: `${format(told.total)} was charged. Read it at once in the browser, or get the file for a reading app. Until you first open it you can give it back on the order’s page.`,
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
export function sayNews(step: Step, told: Told): News | null {
  if (step.to === 'CANCELLED') return sayCancelled(step, told)
  return newsOf(step)[step.to]?.(told) ?? null
}

/** True when the step is told: without its order being read. */
export function isNews(step: Step): boolean {
  if (step.to === 'CANCELLED') return step.from === 'PAID' || step.isOwn
  return step.to in newsOf(step)
}

function newsOf({ isOwn, isDigital }: Source) {
  if (isDigital) return ofEbooks
  return isOwn ? { ...ofOurOwn, ...ofAnybody } : ofAnybody
}

/** A seller's order that ends unpaid is no news: its purchase says how that goes on. */
function sayCancelled({ from, isOwn, isDigital }: Step, told: Told): News | null {
  const subject = `Your order of ${what(told, isDigital ? 'ebook' : 'copy')} is cancelled`
  if (from === 'PAID')
    return { subject, body: sentences('Money that was taken for it goes back the way it came.', told.reason) }
  return isOwn ? { subject, body: sentences('Nothing was charged.', told.reason) } : null
}

const others = { copy: ['copy', 'copies'], ebook: ['ebook', 'ebooks'] } as const

function what({ title, others: more }: Told, kind: keyof typeof others = 'copy'): string {
  if (more === 0) return `“${title}”`
  const [one, several] = others[kind]
  return `“${title}” and ${more} more ${more === 1 ? one : several}`
}

function sentences(first: string, reason: string | null | undefined): string {
  return reason ? `${first} ${reason}` : first
}
