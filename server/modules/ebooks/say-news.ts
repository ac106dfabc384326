// What a reader is told about their loans. Pure.

interface Told {
  readonly title: string
  /** Until when a copy is kept, or a loan runs. */
  readonly until: Date
  readonly reason?: string | undefined
}

/** A copy is kept for somebody who waited. */
export function sayReady({ title, until }: Told): { subject: string; body: string } {
  return {
    subject: `Your copy of “${title}” is ready`,
    body: `It is kept for you until ${day(until)}. Borrow it from your library; after that it goes to the next in the queue.`,
  }
}

/** A copy that was kept was not picked up. */
export function sayLapsed({ title }: Told): { subject: string; body: string } {
  return {
    subject: `“${title}” is not kept for you any more`,
    body: 'Nobody picked it up in time, so it goes to the next in the queue. You can join the queue again.',
  }
}

/** A loan ends soon. */
export function sayEndsSoon({ title, until }: Told): { subject: string; body: string } {
  return {
    subject: `Your loan of “${title}” ends on ${day(until)}`,
    body: 'It closes by itself; there is nothing to return. If nobody waits for it you can renew it in your library.',
  }
}

/** Staff took a loan back. */
export function sayRevoked({ title, reason }: Told): { subject: string; body: string } {
  return {
    subject: `Your loan of “${title}” was ended by us`,
    body: ['It cannot be opened any more.', reason].filter(Boolean).join(' '),
  }
}

/** The purchase of an ebook was refunded. */
export function sayWithdrawn({ title, reason }: Omit<Told, 'until'>): { subject: string; body: string } {
  return {
    subject: `“${title}” has left your library`,
    body: ['Its purchase was undone, so it cannot be opened any more.', reason].filter(Boolean).join(' '),
  }
}

const calendar = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }) // where the reader is we do not know

const day = (at: Date) => calendar.format(at)
