// Signed events to the shop, as unreliable as the knobs say. https://docs.stripe.com/webhooks
import { createHmac } from 'node:crypto'
import type { Rng } from '../core/rng.ts'
import type { Timers } from '../core/timers.ts'
import type { Mishaps, ProviderBehaviour } from './behaviour.ts'

export interface WebhookOptions {
  url: string
  secret: string
  timers: Timers
  rng: Rng
  behaviour: () => ProviderBehaviour
  mishaps: Mishaps
}

export class Webhooks {
  readonly #options: WebhookOptions
  readonly #stopped = new AbortController()

  constructor(options: WebhookOptions) {
    this.#options = options
  }

  /** Sends an event, again until it is taken with a 2xx, and once more for each duplicate. */
  send(event: object): void {
    const { timers, rng, behaviour, mishaps } = this.#options
    const { webhookDelayMs, webhookDuplicates, webhookShuffle } = behaviour()
    const body = JSON.stringify(event)
    mishaps.webhookDuplicates += webhookDuplicates
    for (let copy = 0; copy <= webhookDuplicates; copy++) {
      const shuffledMs = webhookShuffle ? rng.next() * Math.max(shuffleWindowMs, webhookDelayMs) : 0
      timers.after(webhookDelayMs + shuffledMs, () => void this.#deliver(body, 1))
    }
  }

  /** Breaks off what is being sent. */
  close(): void {
    this.#stopped.abort()
  }

  async #deliver(body: string, attempt: number): Promise<void> {
    const { timers, url, secret } = this.#options
    const isTaken = await this.#post(url, body, sign(body, secret))
    if (isTaken || attempt >= attemptsMax || this.#stopped.signal.aborted) return
    timers.after(Math.min(retryMaxMs, retryMinMs * 2 ** attempt), () => void this.#deliver(body, attempt + 1))
  }

  async #post(url: string, body: string, signature: string): Promise<boolean> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(answerWithinMs)]),
      })
      await answer.body?.cancel()
      return answer.ok
    } catch {
      return false // down, slow or gone: tried again
    }
  }
}

/** The `Stripe-Signature` header of a body sent now. */
function sign(body: string, secret: string, at: Date = new Date()): string {
  const t = Math.floor(at.getTime() / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

// Enough for events that happen together to overtake each other.
const shuffleWindowMs = 500
// A minute at most between tries, so that a shop that was down a while hears soon; 20 tries are a quarter of an hour.
const retryMinMs = 250
const retryMaxMs = 60_000
const attemptsMax = 20
const answerWithinMs = 10_000
