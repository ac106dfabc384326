// The control endpoints as a test calls them.
import type { Sandbox } from '../index.ts'

export interface HeldOrder {
  reference: string
  orderId: string
  isbn13: string
  condition: string
  state: string
  total: { currency: string; minor: number }
  history: { state: string; by: string; at: string }[]
}

/** An entry of a seller's journal of requests. */
export interface Received {
  operation: string
  kind: 'order' | 'read'
  reference: string | null
  body: unknown
}

/** What a refused control request answers. */
export interface Refused {
  error: { field: string; message: string }
}

/** Calls a control endpoint; gives the status and the parsed body, which the caller says the type of. */
export async function control<T = unknown>(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  const sent = { method, body: body === undefined ? null : JSON.stringify(body) }
  const answer = await fetch(`${sandbox.url}${path}`, sent)
  return { status: answer.status, body: (await answer.json()) as T }
}

/** The orders that a seller holds, by its own books. */
export async function ordersOf(sandbox: Sandbox, seller: string): Promise<HeldOrder[]> {
  return (await control<HeldOrder[]>(sandbox, 'GET', `/journal/sellers/${seller}/orders`)).body
}

/** What a seller was told, by its own books. */
export async function requestsOf(sandbox: Sandbox, seller: string): Promise<Received[]> {
  return (await control<Received[]>(sandbox, 'GET', `/journal/sellers/${seller}/requests`)).body
}
