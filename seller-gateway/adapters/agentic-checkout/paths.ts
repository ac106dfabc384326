import { pathSegment } from '../../core/guarded-http.ts'

/** Below the seller's base URL. */
export const paths = {
  products: (gtin: string) => `/products?gtin=${encodeURIComponent(gtin)}`,
  sessions: '/checkout_sessions',
  session: (id: string) => `/checkout_sessions/${pathSegment(id)}`,
  complete: (id: string) => `/checkout_sessions/${pathSegment(id)}/complete`,
  delegate: '/agentic_commerce/delegate_payment',
  order: (reference: string) => `/orders?client_reference_id=${encodeURIComponent(reference)}`,
  cancelOrder: '/orders/cancel',
}
