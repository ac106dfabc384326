// Numbers to ask for. The sandbox's sellers carry nine in ten of all valid ISBNs, so any will do.
import type { Pool } from 'undici'

/** The n-th of a series of valid ISBN-13s; different n, different books. */
export function isbnOf(n: number): string {
  const body = `978${String(100_000_000 + n).slice(-9)}`
  let sum = 0
  for (let i = 0; i < 12; i++) sum += Number(body[i]) * (i % 2 === 0 ? 1 : 3)
  return body + String((10 - (sum % 10)) % 10)
}

/** The path of a best-quote read. */
export function bestPath(isbn13: string): string {
  const input = { isbn13, destination: { country: 'US' }, currency: 'USD' }
  return `/trpc/offers.best?input=${encodeURIComponent(JSON.stringify(input))}`
}

/** Reads once; throws when it is not answered with a quote round that reached every seller. */
export async function readBest(server: Pool, isbn13: string): Promise<{ asked: number; answered: number }> {
  const { statusCode, body } = await server.request({ path: bestPath(isbn13), method: 'GET' })
  if (statusCode !== 200) throw new Error(`offers.best: ${statusCode}`)
  const { result } = (await body.json()) as { result: { data: { coverage: { asked: number; answered: number } } } }
  const { asked, answered } = result.data.coverage
  if (asked === 0 || answered < asked) throw new Error(`only ${answered} of ${asked} sellers answered`)
  return { asked, answered }
}
