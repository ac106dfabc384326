// Where a bank asks the shopper: one page with two answers, as 3-D Secure's test pages have.
import type { HttpReply, Route } from '../core/http.ts'
import { StripeError } from './errors.ts'
import type { Intent } from './objects.ts'
import type { PaymentProvider } from './provider.ts'

/** `GET` shows the page, `POST answer=approve|decline` gives the answer and goes back to the shop. */
export function authenticationRoutes(current: () => PaymentProvider): Route[] {
  const path = '/stripe/authenticate/:id'
  const withIntent = (id: string, act: (intent: Intent) => HttpReply): HttpReply => {
    try {
      return act(current().books.get(id))
    } catch (error) {
      if (!(error instanceof StripeError)) throw error
      return page(
        error.status,
        'This payment cannot be confirmed',
        '<p>There is no payment here that waits for you.</p>',
      )
    }
  }
  return [
    { method: 'GET', path, handler: ({ params }) => withIntent(params.id ?? '', ask) },
    {
      method: 'POST',
      path,
      handler: ({ params, body }) =>
        withIntent(params.id ?? '', (intent) => {
          const isApproved = new URLSearchParams(body).get('answer') === 'approve'
          return backToShop(current().authenticate(intent.id, isApproved), isApproved)
        }),
    },
  ]
}

function ask({ status, amount, currency }: Intent): HttpReply {
  if (status !== 'requires_action') return page(200, 'Nothing to confirm', '<p>This payment does not wait for you.</p>')
  const code = currency.toUpperCase()
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: code })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const shown = escape(format.format(amount / 10 ** digits))
  return page(
    200,
    'Is this you?',
    `<p>A shop asks to hold up to <strong>${shown}</strong> on your test card ending in 4242.</p>
<form method="post"><button name="answer" value="approve">Approve</button> <button name="answer" value="decline">Decline</button></form>`,
  )
}

function backToShop({ id, clientSecret, returnUrl }: Intent, isApproved: boolean): HttpReply {
  if (returnUrl === null)
    return page(200, isApproved ? 'Approved' : 'Declined', '<p>You can close this page and go back to the shop.</p>')
  const back = new URL(returnUrl)
  back.searchParams.set('payment_intent', id)
  back.searchParams.set('payment_intent_client_secret', clientSecret)
  back.searchParams.set('redirect_status', isApproved ? 'succeeded' : 'failed')
  return { status: 303, headers: { location: back.href } }
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
