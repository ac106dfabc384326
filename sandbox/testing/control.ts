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

/** Calls a control endpoint; gives the status and the parsed body. */
export async function control(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: any }> {
  const sent = { method, body: body === undefined ? null : JSON.stringify(body) }
  const answer = await fetch(`${sandbox.url}${path}`, sent)
  return { status: answer.status, body: await answer.json() }
}

/** The orders that a seller holds, by its own books. */
export async function ordersOf(sandbox: Sandbox, seller: string): Promise<HeldOrder[]> {
  const { body } = await control(sandbox, 'GET', `/journal/sellers/${seller}/orders`)
  return body as HeldOrder[]
}
