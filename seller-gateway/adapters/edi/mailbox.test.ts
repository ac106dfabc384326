import { beforeEach, describe, expect, it } from 'vitest'
import { SellerFailure } from '../../core/seller-failure.ts'
import { fakeClock } from '../../testing/fake-clock.ts'
import type { FakeClock } from '../../testing/fake-clock.ts'
import type { Entry, MailboxClient } from './client.ts'
import { createMailbox } from './mailbox.ts'
import type { Mailbox } from './mailbox.ts'

const never = new AbortController().signal

let clock: FakeClock
let documents: (Entry & { text: string | null })[]
let taken: string[]
let lists: (number | null)[]
let fetches: number[]
let down: boolean
let mailbox: Mailbox

const put = (number: number, status = 'C', type = 'ORDRSP', text: string | null = `document ${number}`) =>
  documents.push({ number, status, type, text })
const numbers = () => taken.map((text) => Number(text.split(' ')[1]))

beforeEach(() => {
  clock = fakeClock()
  documents = []
  taken = []
  lists = []
  fetches = []
  down = false
  const client: MailboxClient = {
    async list(after) {
      lists.push(after)
      if (down) throw new SellerFailure('unavailable', 'down')
      const entries = after === null ? [] : documents.filter(({ number }) => number > after).slice(0, 20)
      return { end: documents.at(-1)?.number ?? 0, entries }
    },
    async fetch(number) {
      fetches.push(number)
      if (down) throw new SellerFailure('unavailable', 'down')
      return documents.find((one) => one.number === number)?.text ?? null
    },
    newest: () => Promise.reject(new Error('not expected')),
    post: () => Promise.reject(new Error('not expected')),
  }
  mailbox = createMailbox({ client, clock, skippedType: 'PRICAT', take: (text) => taken.push(text) })
})

describe('mailbox', () => {
  it('begins where the mailbox ends, and reads what comes after, once and in order', async () => {
    put(1)
    await mailbox.open(never)
    for (let number = 2; number < 14; number += 1) put(number)
    await mailbox.catchUp()
    await mailbox.catchUp()
    expect(numbers()).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  })

  it('begins where somebody saw it end', async () => {
    put(1)
    mailbox.sawEnd(0)
    mailbox.sawEnd(1)
    await mailbox.open(never)
    await mailbox.catchUp()
    expect(numbers()).toEqual([1])
    expect(lists).toEqual([0])
  })

  it('reads page after page', async () => {
    mailbox.sawEnd(0)
    for (let number = 1; number <= 50; number += 1) put(number)
    await mailbox.catchUp()
    expect(taken).toHaveLength(50)
    expect(lists).toEqual([0, 20, 40])
  })

  it('leaves what is being written, reads what is behind it, and comes back', async () => {
    mailbox.sawEnd(0)
    put(1)
    put(2, 'X')
    put(3)
    await mailbox.catchUp()
    await mailbox.catchUp()
    expect(numbers()).toEqual([1, 3])
    Object.assign(documents[1] ?? {}, { status: 'C' })
    put(4, 'E')
    await mailbox.catchUp()
    expect(numbers()).toEqual([1, 3, 2, 4])
    await mailbox.catchUp()
    expect(lists.at(-1)).toBe(4)
    expect(new Set(fetches).size).toBe(fetches.length)
  })

  it('does not wait for ever for what is being written', async () => {
    mailbox.sawEnd(0)
    put(1, 'X')
    put(2)
    await mailbox.catchUp()
    clock.advance(60_001)
    await mailbox.catchUp()
    await mailbox.catchUp()
    expect(lists.at(-1)).toBe(2)
  })

  it('remembers nothing of what is not listed any more', async () => {
    mailbox.sawEnd(0)
    put(1, 'X')
    await mailbox.catchUp()
    const [writing] = documents.splice(0, 1)
    await mailbox.catchUp()
    clock.advance(60_001)
    if (writing) documents.unshift(writing)
    await mailbox.catchUp()
    expect(fetches).not.toContain(1) // it has just begun to be written, as far as we know
  })

  it('leaves price lists to others, and goes past what is not kept any more', async () => {
    mailbox.sawEnd(0)
    put(1, 'C', 'PRICAT')
    put(2, 'C', 'ORDRSP', null)
    put(3)
    await mailbox.catchUp()
    expect([numbers(), fetches]).toEqual([[3], [2, 3]])
  })

  it('reads on from where it broke down', async () => {
    mailbox.sawEnd(0)
    put(1)
    down = true
    await expect(mailbox.catchUp()).rejects.toMatchObject({ kind: 'unavailable' })
    down = false
    await mailbox.catchUp()
    expect(numbers()).toEqual([1])
  })

  it('is read once for all who ask at once', async () => {
    mailbox.sawEnd(0)
    put(1)
    await Promise.all([mailbox.catchUp(), mailbox.catchUp(), mailbox.catchUp()])
    expect(lists).toEqual([0])
  })

  it('begins again in a mailbox that was emptied', async () => {
    mailbox.sawEnd(100)
    put(1)
    await mailbox.catchUp()
    put(2)
    await mailbox.catchUp()
    expect(numbers()).toEqual([2])
  })
})
