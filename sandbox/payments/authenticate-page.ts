// Where a bank asks the shopper: one page with two answers, as 3-D Secure's test pages have. It asks about a payment, or about a card that is
// to be charged later with its owner away.
import type { HttpReply, Route } from '../core/http.ts'
import { StripeError } from './errors.ts'
import type { Intent } from './objects.ts'
import type { PaymentProvider } from './provider.ts'
import type { Setup } from './setups.ts'

/** `GET` shows the page, `POST answer=approve|decline` gives the answer and goes back to the shop. */
export function authenticationRoutes(current: () => PaymentProvider): Route[] {
  const path = '/stripe/authenticate/:id'
  return [
    { method: 'GET', path, handler: ({ params }) => orNothing(() => ask(current(), params.id ?? '')) },
    {
      method: 'POST',
      path,
      handler: ({ params, body }) =>
        orNothing(() => answer(current(), params.id ?? '', new URLSearchParams(body).get('answer') === 'approve')),
    },
  ]
}

const isSetup = (id: string) => id.startsWith('seti_')

function ask({ books, setups }: PaymentProvider, id: string): HttpReply {
  const { status } = isSetup(id) ? setups.get(id) : books.get(id)
  if (status !== 'requires_action') return page(200, 'Nothing to confirm', '<p>Nothing here waits for you.</p>')
  const wanted = isSetup(id)
    ? 'A shop asks to charge your test card ending in 4242 later, while you are away, within what you allowed it.'
    : `A shop asks to hold up to <strong>${amountOf(books.get(id))}</strong> on your test card ending in 4242.`
  return page(
    200,
    'Is this you?',
    `<p>${wanted}</p>
<form method="post"><button name="answer" value="approve">Approve</button> <button name="answer" value="decline">Decline</button></form>`,
  )
}

function answer(provider: PaymentProvider, id: string, isApproved: boolean): HttpReply {
  return isSetup(id)
    ? backToShop('setup_intent', provider.setups.authenticate(id, isApproved), isApproved)
    : backToShop('payment_intent', provider.authenticate(id, isApproved), isApproved)
}

function amountOf({ amount, currency }: Intent): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: currency.toUpperCase() })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return escape(format.format(amount / 10 ** digits))
}

/** With the parameters that Stripe adds (https://docs.stripe.com/payments/3d-secure/authentication-flow). */
function backToShop(
  name: 'payment_intent' | 'setup_intent',
  { id, clientSecret, returnUrl }: Intent | Setup,
  isApproved: boolean,
): HttpReply {
  if (returnUrl === null)
    return page(200, isApproved ? 'Approved' : 'Declined', '<p>You can close this page and go back to the shop.</p>')
  const back = new URL(returnUrl)
  back.searchParams.set(name, id)
  back.searchParams.set(`${name}_client_secret`, clientSecret)
  back.searchParams.set('redirect_status', isApproved ? 'succeeded' : 'failed')
  return { status: 303, headers: { location: back.href } }
}

function orNothing(act: () => HttpReply): HttpReply {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof StripeError)) throw error
    return page(error.status, 'This cannot be confirmed', '<p>There is nothing here that waits for you.</p>')
  }
}

function page(status: number, title: string, content: string): HttpReply {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} – sandbox bank</title>
<style>body{font:1.1rem/1.5 system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1.25rem}</style>
<main><h1>${title}</h1>${content}</main></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
