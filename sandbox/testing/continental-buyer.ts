// A buyer at Continental: puts documents into the mailbox and reads what comes back.
import { setTimeout as sleep } from 'node:timers/promises'
import { toDecimal } from '../core/amount.ts'
import type { Sandbox } from '../index.ts'
import { map, over, readMoney } from './buyer.ts'
import type { Buyer, Outcome, SeenOrder } from './buyer.ts'
import { edifact, x12 } from './continental-papers.ts'
import type { Answer, Dialect } from './continental-papers.ts'

const triesMax = 40

/** Buys at the Swiss house, in EDIFACT. */
export function continentalBuyer(sandbox: Sandbox): Buyer {
  return mailboxBuyer(sandbox, 'continental', 'EUR', edifact)
}

/** Buys at the American house, in X12. */
export function continentalUsBuyer(sandbox: Sandbox): Buyer {
  return mailboxBuyer(sandbox, 'continental-us', 'USD', x12)
}

/** One request at a mailbox, with good credentials. */
export function askMailbox(sandbox: Sandbox, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Basic ${btoa('quire:continental-secret')}`)
  return fetch(`${sandbox.url}/${path}`, { ...init, headers })
}

let sent = Date.now() % 100_000_000

function mailboxBuyer(sandbox: Sandbox, seller: string, currency: string, dialect: Dialect): Buyer {
  const ask = (query: string, init?: RequestInit) =>
    over(askMailbox(sandbox, `${seller}/mailbox${query}`, init), (text, { status }): Outcome<string> =>
      status >= 400 ? { kind: 'trouble', what: String(status) } : { kind: 'ok', value: text },
    )
  /** A document, at whatever rate it may be read. */
  async function read(number: string): Promise<Outcome<string>> {
    for (let tries = 0; ; tries += 1) {
      const document = await ask(`/${number}`)
      if (document.kind === 'ok' || tries === triesMax) return document
      await sleep(50)
    }
  }
  async function list(query: string): Promise<Outcome<string[]>> {
    const listed = await ask(query)
    if (listed.kind !== 'ok') return listed
    const [end = '', ...lines] = listed.value.trim().split('\n')
    if (!end.startsWith('END ')) return { kind: 'trouble', what: 'no list' }
    return { kind: 'ok', value: lines.map((line) => line.split(' ')[0] ?? '') }
  }
  async function send(make: (control: string) => string, signal?: AbortSignal): Promise<Outcome<SeenOrder>> {
    sent += 1
    const control = String(sent)
    const posted = await ask('', { method: 'POST', body: make(control), signal: signal ?? null })
    if (posted.kind !== 'ok') return posted
    const [, before] = /^RECEIVED (\d+)\n$/.exec(posted.value) ?? []
    if (before === undefined) return { kind: 'trouble', what: 'not received' }
    for (let tries = 0; tries < triesMax; tries += 1) {
      const found = await list(`?after=${before}`)
      if (found.kind !== 'ok') return found
      for (const number of found.value) {
        const document = await read(number)
        if (document.kind !== 'ok') return document
        const answer = dialect.readAnswer(document.value)
        if (answer?.about === control) return toOutcome(answer)
      }
      await sleep(5)
    }
    return { kind: 'trouble', what: 'no answer' }
  }
  return {
    seller,
    currency,
    async quote(isbn13, signal) {
      signal?.throwIfAborted()
      const listed = await list(`?type=${dialect.catalogue}`)
      if (listed.kind !== 'ok') return listed
      return map(await read(listed.value[0] ?? ''), (text) => dialect.quotes(text, isbn13))
    },
    place: (reference, { id, total }, signal) =>
      send(
        (control) => dialect.order(control, reference, id, { amount: toDecimal(total), currency: total.currency }),
        signal,
      ),
    get: (reference) => send((control) => dialect.enquiry(control, reference)),
    cancel: (reference) => send((control) => dialect.cancel(control, reference)),
    close() {},
  }
}

function toOutcome({ code, reason, orderId, amount, currency }: Answer): Outcome<SeenOrder> {
  const total = amount === '' ? null : readMoney(amount, currency)
  switch (code) {
    case 'accepted':
      return { kind: 'ok', value: { orderId, state: 'ACCEPTED', total } }
    case 'cancelled':
      return { kind: 'ok', value: { orderId: orderId === '0' ? '' : orderId, state: 'CANCELLED', total } }
    case 'refused':
      return { kind: 'refused', code: reasons[reason] ?? reason, ...(total && { total }) }
    case 'none':
      return { kind: 'refused', code: 'ORDER_NOT_FOUND' }
    default:
      return { kind: 'trouble', what: code }
  }
}

const reasons: Record<string, string> = {
  OS: 'SOLD_OUT',
  PC: 'PRICE_CHANGED',
  NF: 'NO_SUCH_OFFER',
  DP: 'REFERENCE_REUSED',
  CX: 'ORDER_CANCELLED',
}
