// Lantern's webhooks: the whole order, signed, and as unreliable as its settings say. Owns where they go and whether they still do.
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { json } from '../../core/http.ts'
import type { HttpReply } from '../../core/http.ts'
import { Rng } from '../../core/rng.ts'
import type { Seller } from '../../core/seller.ts'

const Rate = z.number().min(0).max(1)

const Settings = z.strictObject({
  /** Where they go; null: none are sent. */
  url: z.url({ protocol: /^https?$/ }).nullable(),
  secret: z.string().min(1),
  /** The share that is sent twice. */
  duplicateRate: Rate,
  /** The share that is held back, so that later ones overtake it. */
  shuffleRate: Rate,
  /** Each is late by up to this. */
  delayMs: z.number().min(0).max(60_000),
  badSignatureRate: Rate,
})
type WebhookSettings = z.infer<typeof Settings>

/** As designed, but for the minute's delay, which is for those who ask for it. */
export const designedWebhooks = { duplicateRate: 0.05, shuffleRate: 0.05, delayMs: 2_000, badSignatureRate: 0.005 }
export const calmWebhooks = { duplicateRate: 0, shuffleRate: 0, delayMs: 0, badSignatureRate: 0 }

const attemptsMax = 5
// After so many events in a row that nobody took, Lantern gives the address up.
const untakenMax = 5
// 40 ms, 80 ms … 320 ms: a demo's patience, not a shop's.
const retryMinMs = 20
const heldBackMs = 300
const answerWithinMs = 5_000

export class Webhooks {
  readonly #seller: Seller
  readonly #rng = new Rng('lantern', 'webhooks')
  #settings: WebhookSettings
  #sent = 0
  #untaken = 0

  constructor(seller: Seller, settings: WebhookSettings) {
    this.#seller = seller
    this.#settings = settings
  }

  view(): Record<string, unknown> {
    return { ...this.#settings, sent: this.#sent, isSwitchedOff: this.#isSwitchedOff() }
  }

  /** Changes settings; an address that was switched off is tried again. */
  patch(body: string): HttpReply {
    const read = Settings.partial().safeParse(parseJson(body))
    if (!read.success) {
      const field = read.error.issues[0]?.path.join('.') || 'body'
      return json(400, { error: { field, message: `${field} ${read.error.issues[0]?.message ?? 'is not valid'}` } })
    }
    this.#settings = { ...this.#settings, ...(read.data as Partial<WebhookSettings>) }
    this.#untaken = 0
    return json(200, this.view())
  }

  /** Sends an event, sooner or later, once or twice. */
  send(event: object): void {
    const { url, duplicateRate, shuffleRate, delayMs } = this.#settings
    const body = JSON.stringify(event)
    const copies = this.#rng.chance(duplicateRate) ? 2 : 1
    const heldMs = this.#rng.chance(shuffleRate) ? heldBackMs : 0
    if (url === null || this.#isSwitchedOff()) return
    for (let copy = 0; copy < copies; copy += 1)
      this.#seller.after(heldMs + this.#rng.next() * delayMs, () => void this.#deliver(url, body, 1))
  }

  async #deliver(url: string, body: string, attempt: number): Promise<void> {
    if (this.#isSwitchedOff()) return
    if (await this.#post(url, body)) this.#untaken = 0
    else if (attempt < attemptsMax)
      this.#seller.after(retryMinMs * 2 ** attempt, () => void this.#deliver(url, body, attempt + 1))
    else this.#untaken += 1
  }

  async #post(url: string, body: string): Promise<boolean> {
    const { secret, badSignatureRate } = this.#settings
    const key = this.#rng.chance(badSignatureRate) ? 'another secret' : secret
    this.#sent += 1
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'merchant-signature': sign(body, key, this.#seller.now()) },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithinMs),
      })
      await answer.body?.cancel()
      return answer.ok
    } catch {
      return false // down, slow or gone: tried again
    }
  }

  #isSwitchedOff(): boolean {
    return this.#untaken >= untakenMax
  }
}

/** The `Merchant-Signature` header of a body sent at `nowMs`. */
function sign(body: string, secret: string, nowMs: number): string {
  const t = Math.floor(nowMs / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
