// The mailbox: every mail that was sent, to whomever, in the order it came. Owns mails and the keys they came under.
import { createHash } from 'node:crypto'
import { Rng } from '../core/rng.ts'
import type { MailboxBehaviour, SentMail } from './model.ts'

/** A mail as it came. */
export interface Mail extends SentMail {
  readonly id: string
  readonly at: string
}

/** What became of a request: taken now or before, or its key belongs to another mail. */
export type Taken = { kind: 'taken' | 'known'; id: string } | { kind: 'conflict' }

export class Mailbox {
  behaviour: MailboxBehaviour = { failRate: 0, actThenTimeoutRate: 0 }
  readonly chance: Rng
  readonly apiKey: string
  readonly #run: string
  readonly #mails: Mail[] = []
  readonly #keys = new Map<string, { id: string; fingerprint: string }>()

  constructor({ seed, run, mailKey }: { seed: number; run: string; mailKey: string }) {
    this.chance = new Rng(seed, 'mailbox', 'faults')
    this.apiKey = mailKey
    this.#run = run
  }

  /** Takes a mail, once for each key. */
  take(mail: SentMail, key: string | null): Taken {
    const fingerprint = JSON.stringify(mail)
    const known = key === null ? undefined : this.#keys.get(key)
    if (known) return known.fingerprint === fingerprint ? { kind: 'known', id: known.id } : { kind: 'conflict' }
    const id = createHash('sha256').update(`${this.#run} ${this.#mails.length}`).digest('hex').slice(0, 24)
    this.#mails.push({ ...mail, id, at: new Date().toISOString() })
    if (key !== null) this.#keys.set(key, { id, fingerprint })
    return { kind: 'taken', id }
  }

  find(id: string): Mail | null {
    return this.#mails.find((mail) => mail.id === id) ?? null
  }

  /** Every mail, newest first. */
  list(): Mail[] {
    return this.#mails.toReversed()
  }
}
