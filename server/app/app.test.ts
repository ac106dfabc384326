// The main journey over HTTP with the worker beside: from live prices to a bought book, with the bank and the provider's events between.
import { randomUUID } from 'node:crypto'
import type { inferRouterOutputs } from '@trpc/server'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { isbn13, useApp } from '#testing/app'
import { readEvents } from '#testing/read-events'
import type { ServerEvent } from '#testing/read-events'
import { readConfig } from './config.ts'
import type { AppRouter } from './router.ts'
import { serve } from './serve.ts'

type PurchaseView = inferRouterOutputs<AppRouter>['buying']['get']

const app = useApp({ worker: true })
const sellers = ['harbor', 'northgate', 'fleet-street'] as const
const place = { isbn13, destination: { country: 'US' }, currency: 'USD' }

beforeEach(async () => {
  const { control } = app.outside
  await control.reset()
  const others = (await control.sellers()).filter((name) => !(sellers as readonly string[]).includes(name))
  for (const seller of others) await control.offer(seller, isbn13, { price: '1.00', quantity: 0 })
  await control.offer('harbor', isbn13, { price: '12.00', currency: 'USD' })
  await control.offer('northgate', isbn13, { price: '14.00', currency: 'USD' })
  await control.offer('fleet-street', isbn13, { price: '10.00', currency: 'USD' })
})

const address = (path: string, input: unknown, url = app.url) =>
  `${url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`

async function call<T>(path: string, input: object, cookie = app.cookies.reader, url = app.url): Promise<T> {
  const answer = await fetch(`${url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(input),
  })
  const { result, error } = (await answer.json()) as { result?: { data: T }; error?: { message: string } }
  if (!result) throw new Error(error?.message)
  return result.data
}

const start = (change: object = {}, url = app.url) =>
  call<PurchaseView>(
    'buying.start',
    {
      key: randomUUID(),
      isbn13,
      conditions: ['NEW'],
      maxTotal: { currency: 'USD', minor: 2_000 },
      destination: { country: 'US' },
      paymentMethod: 'pm_card_visa',
      ...change,
    },
    app.cookies.reader,
    url,
  )

/** Every state of a purchase as its page sees it, to the end of the stream or until `isEnough`. */
async function follow(
  purchaseId: string,
  isEnough: (view: PurchaseView) => boolean = () => false,
): Promise<ServerEvent[]> {
  const seen: ServerEvent[] = []
  for await (const event of readEvents(address('buying.live', { purchaseId }), { cookie: app.cookies.reader })) {
    seen.push(event)
    if (event.event === 'message' && isEnough(event.data as PurchaseView)) break
  }
  return seen
}

const viewsOf = (events: readonly ServerEvent[]) =>
  events.filter(({ event }) => event === 'message').map(({ data }) => data as PurchaseView)

describe('live prices', () => {
  const read = async (url: string, headers = {}) => await Array.fromAsync(readEvents(url, headers))
  const types = (events: readonly ServerEvent[]) =>
    events.filter(({ event }) => event === 'message').map(({ data }) => (data as { type: string }).type)

  it('come as the sellers answer, with ids that go on from where a reader was', async () => {
    const all = await read(address('offers.live', place))
    expect(all.map(({ event }) => event).filter((event) => event !== 'message')).toEqual(['connected', 'return'])
    const messages = all.filter(({ event }) => event === 'message')
    expect(types(all).filter((type) => type === 'quote')).toHaveLength(3)
    expect(types(all).at(-1)).toBe('summary')
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length)
    expect(JSON.stringify(messages)).not.toContain('orderToken')

    const [third] = messages.slice(2)
    const rest = messages.slice(3)
    const asHeader = await read(address('offers.live', place), { 'last-event-id': third?.id ?? '' })
    expect(asHeader.filter(({ event }) => event === 'message')).toEqual(rest)
    const asInput = await read(`${address('offers.live', place)}&lastEventId=${encodeURIComponent(third?.id ?? '')}`)
    expect(asInput.filter(({ event }) => event === 'message')).toEqual(rest)
  })

  it.each(['nonsense', 'nonsense/3', '/', '00000000-0000-7000-8000-000000000000/2'])(
    'begin anew for a reader who was at %s',
    async (id) => {
      const events = await read(address('offers.live', place), { 'last-event-id': id })
      expect(types(events).filter((type) => type === 'quote')).toHaveLength(3)
    },
  )

  it('are the same that the page reads at once', async () => {
    const answer = await fetch(address('offers.best', place))
    const { result } = (await answer.json()) as {
      result: { data: { best: object; quotes: object[]; coverage: object } }
    }
    expect(result.data.best).toMatchObject({ sellerId: 'fleet-street', total: { minor: 1_000 } })
    expect(result.data.quotes).toHaveLength(3)
    const asked = (await app.outside.control.sellers()).length
    expect(result.data.coverage).toEqual({ asked, answered: asked, failed: 0, skipped: 0 })
  })

  it('are written alike by us and by tRPC, which answers batches', async () => {
    const ours = await (await fetch(address('offers.best', place))).text()
    const batch = encodeURIComponent(JSON.stringify({ 0: place }))
    const theirs = await fetch(`${app.url}/trpc/offers.best?batch=1&input=${batch}`)
    expect(await theirs.text()).toBe(`[${ours}]`)
  })
})

describe('a purchase', () => {
  it('is followed to its end, at the cheapest seller', async () => {
    const { id } = await start()
    const events = await follow(id)
    const views = viewsOf(events)
    expect(events.at(-1)?.event).toBe('return')
    expect(views.at(-1)).toMatchObject({
      state: 'PURCHASED',
      result: { sellerId: 'fleet-street', total: { minor: 1_000 } },
    })
    const lengths = views.map(({ timeline }) => timeline.length)
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
    expect((await app.outside.control.payments()).intents).toMatchObject([{ capturedMinor: 1_000 }])
  })

  it('goes on by itself after the shopper approved at the bank, though the events come doubled and shuffled', async () => {
    const { control } = app.outside
    await control.patchPayments({ webhookDuplicates: 2, webhookShuffle: true })
    const { id } = await start({ paymentMethod: 'pm_card_authenticationRequired' })
    const asked = viewsOf(await follow(id, ({ state }) => state === 'ACTION_REQUIRED')).at(-1)
    expect(asked).toMatchObject({
      state: 'ACTION_REQUIRED',
      actionUrl: expect.stringContaining(app.outside.sandboxUrl),
    })

    expect(await (await fetch(asked?.actionUrl ?? '')).text()).toContain('$20.00')
    const approved = await fetch(asked?.actionUrl ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'answer=approve',
      redirect: 'manual',
    })
    expect(approved.status).toBe(303)
    expect(approved.headers.get('location')).toMatch(new RegExp(`^${app.url}/purchases/${id}\\?`))

    const end = viewsOf(await follow(id)).at(-1)
    expect(end).toMatchObject({ state: 'PURCHASED', result: { total: { minor: 1_000 } } })
    // Polling would have taken it from ACTION_REQUIRED straight to PLACING; this way only an event's word leads.
    expect(end?.timeline.map(({ event }) => event)).toContain('actionTaken')
    expect((await control.payments()).intents).toMatchObject([{ authorizedMinor: 2_000, capturedMinor: 1_000 }])
    expect(await control.ordersAt('fleet-street')).toHaveLength(1)

    const inbox = await app.db.selectFrom('webhookInbox').select(['eventId', 'type']).execute()
    expect(inbox.map(({ type }) => type)).toContain('payment_intent.amount_capturable_updated')
    expect(new Set(inbox.map(({ eventId }) => eventId)).size).toBe(inbox.length)
  })

  it('ends when the shopper declines at the bank, and nothing is ordered', async () => {
    const { id } = await start({ paymentMethod: 'pm_card_authenticationRequired' })
    const asked = viewsOf(await follow(id, ({ state }) => state === 'ACTION_REQUIRED')).at(-1)
    await fetch(asked?.actionUrl ?? '', {
      method: 'POST',
      body: new URLSearchParams({ answer: 'decline' }),
      redirect: 'manual',
    })
    expect(viewsOf(await follow(id)).at(-1)).toMatchObject({
      state: 'DECLINED',
      reason: expect.stringContaining('Nothing was charged'),
    })
    expect(await app.outside.control.ordersAt('fleet-street')).toEqual([])
  })

  it('is finished by the worker when the server goes away in the middle', async () => {
    const other = await serve(readConfig(app.env({ QUIRE_PORT: '0' })))
    await app.outside.control.patchSeller('fleet-street', { loseAnswerRate: 1 })
    const { id } = await start({}, other.url)
    const isConfirming = ({ state }: PurchaseView) => state === 'CONFIRMING'
    await follow(id, isConfirming)
    await other.close()
    const end = viewsOf(await follow(id)).at(-1)
    expect(end).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'fleet-street' } })
    expect((await app.outside.control.payments()).intents).toMatchObject([{ capturedMinor: 1_000 }])
  })

  it('is nobody else’s to see', async () => {
    const { id } = await start()
    const live = address('buying.live', { purchaseId: id })
    const strangers = await Array.fromAsync(readEvents(live, { cookie: app.cookies.stranger }))
    expect(viewsOf(strangers)).toEqual([])
    expect(JSON.stringify(strangers)).toContain('buying.not_found')
    expect(JSON.stringify(await Array.fromAsync(readEvents(live)))).toContain('Please sign in first.')
    const answer = await fetch(address('buying.get', { purchaseId: id }), { headers: { cookie: app.cookies.stranger } })
    expect(answer.status).toBe(404)
    await follow(id)
  })
})

describe('a server that is told to stop', () => {
  it('answers the requests that it has, and nobody any more', async () => {
    const other = await serve(readConfig(app.env({ QUIRE_PORT: '0' })))
    await app.outside.control.patchSeller('harbor', { latencyMs: { p50: 1_000, p99: 1_000 } })
    const slow = fetch(address('offers.best', { ...place, currency: 'EUR' }, other.url))
    const asked = async () => expect(await app.outside.control.requestsAt('harbor')).not.toEqual([])
    await vi.waitFor(asked, 10_000) // now its answer is under way
    await other.close()
    const { result } = (await (await slow).json()) as { result: { data: object } }
    expect(result.data).toMatchObject({
      final: true,
      coverage: { answered: (await app.outside.control.sellers()).length },
    })
    await expect(fetch(`${other.url}/healthz`)).rejects.toThrow('fetch failed')
  })

  it('hangs up its streams, without an end that would keep their readers from coming again', async () => {
    const other = await serve(readConfig(app.env({ QUIRE_PORT: '0' })))
    for (const name of sellers) await app.outside.control.patchSeller(name, { hang: true })
    let closed: Promise<void> | undefined
    const seen: unknown[] = []
    const reading = async () => {
      for await (const { event, data } of readEvents(
        address('offers.live', { ...place, currency: 'GBP' }, other.url),
      )) {
        seen.push(event === 'message' ? (data as { type: string }).type : event)
        if (seen.includes('started')) closed ??= other.close()
      }
    }
    await expect(reading()).rejects.toThrow('terminated')
    await closed
    expect(seen).toContain('started')
    expect(seen).not.toContain('summary')
    expect(seen).not.toContain('return')
  })
})
