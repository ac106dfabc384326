// Watches over HTTP with the worker beside: what is asked for in one process is looked at, bought and told by another.
import { randomUUID } from 'node:crypto'
import type { inferRouterOutputs } from '@trpc/server'
import { beforeEach, expect, it, vi } from 'vitest'
import { isbn13, signIn, useApp } from '#testing/app'
import { approveAtBank } from '#testing/approve-at-bank'
import type { AppRouter } from './router.ts'

type Outputs = inferRouterOutputs<AppRouter>

const app = useApp({ worker: true })
const usd = (minor: number) => ({ currency: 'USD', minor })

beforeEach(async () => {
  const { control } = app.outside
  await control.reset()
  for (const name of (await control.sellers()).filter((one) => one !== 'harbor'))
    await control.offer(name, isbn13, { price: '1.00', quantity: 0 })
  await control.offer('harbor', isbn13, { price: '12.00', currency: 'USD' })
})

async function call<T>(path: string, input?: unknown, cookie = app.cookies.reader): Promise<T> {
  const answer = await fetch(`${app.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(input ?? {}),
  })
  const { result, error } = (await answer.json()) as { result?: { data: T }; error?: { data: { refusal: string } } }
  if (!result) throw new Error(error?.data.refusal)
  return result.data
}

async function read<T>(path: string, input?: unknown, cookie = app.cookies.reader): Promise<T> {
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  const answer = await fetch(`${app.url}/trpc/${path}${query}`, { headers: { cookie } })
  return ((await answer.json()) as { result: { data: T } }).result.data
}

/** A mandate for one copy of the book, ready to be made. */
const standing = (paymentMethod: string, key = randomUUID()) => ({
  key,
  isbn13,
  conditions: ['NEW'],
  target: usd(1_250),
  destination: { country: 'US', postalCode: '10001' },
  mandate: {
    capPerCopy: usd(1_300),
    count: 1,
    budget: usd(2_000),
    paymentMethod,
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    confirm: 'BUY FOR ME',
  },
})

it('buys for a watch when the price is right, and tells its shopper', { timeout: 60_000 }, async () => {
  const made = await call<Outputs['watches']['create']>('watches.create', standing('pm_card_visa'))
  expect(made).toMatchObject({ state: 'ACTIVE', isArmed: true, mandate: { bought: 0, consent: { state: 'ACTIVE' } } })
  const told = await vi.waitFor(
    async () => {
      const news = await read<Outputs['notify']['list']>('notify.list')
      expect(news.unread).toBe(2)
      return news
    },
    { timeout: 50_000, interval: 200 },
  )
  expect(told.messages.map(({ subject }) => subject)).toEqual([
    'Bought for you: Dune',
    'We buy Dune for you from now on',
  ])
  const { control } = app.outside
  await vi.waitFor(async () => expect(await control.mails()).toHaveLength(2), { timeout: 20_000, interval: 200 })
  const mail = (await control.mails()).find(({ subject }) => subject === 'Bought for you: Dune')
  expect(mail).toMatchObject({ to: ['reader@example.com'], text: expect.stringContaining(`${app.url}/watches`) })
  expect(mail?.text).toContain('nothing more will be bought')
  const { watches } = await read<Outputs['watches']['list']>('watches.list')
  expect(watches).toMatchObject([{ id: made.id, state: 'DONE', mandate: { bought: 1, spent: usd(1_200) } }])
  const { asked, paid } = await read<Outputs['watches']['history']>('watches.history', { watchId: made.id })
  expect(asked).toMatchObject([{ total: usd(1_200), sellerName: 'Harbor Marketplace' }])
  expect(paid).toMatchObject([{ total: usd(1_200), sellerName: 'Harbor Marketplace' }])

  const { cookies } = app
  expect((await read<Outputs['watches']['list']>('watches.list', undefined, cookies.stranger)).watches).toEqual([])
  await expect(call('watches.revoke', { watchId: made.id }, cookies.stranger)).rejects.toThrow('watches.not_found')
  await call('notify.markRead', {}, cookies.stranger)
  expect((await read<Outputs['notify']['list']>('notify.list')).unread).toBe(2)
  expect((await call<Outputs['notify']['markRead']>('notify.markRead')).unread).toBe(0)
})

it(
  'is confirmed by the webhook when the shopper never comes back, in whatever order events come',
  { timeout: 60_000 },
  async () => {
    const { control, sandboxUrl } = app.outside
    await control.patchPayments({ webhookShuffle: true, webhookDuplicates: 2 })
    const key = randomUUID()
    const asked = standing('pm_card_authenticationRequiredOnSetup', key)
    const made = await call<Outputs['watches']['create']>('watches.create', asked)
    expect(made.mandate?.consent).toMatchObject({
      state: 'ACTION_REQUIRED',
      actionUrl: expect.stringContaining(sandboxUrl),
    })
    expect(await call('watches.create', asked)).toMatchObject({ id: made.id })
    expect(await call('watches.checkConsent', { watchId: made.id })).toMatchObject({
      mandate: { consent: { state: 'ACTION_REQUIRED' } },
    })
    await expect(call('watches.checkConsent', { watchId: made.id }, app.cookies.stranger)).rejects.toThrow(
      'watches.not_found',
    )
    await approveAtBank({ payments: control.payments, sandboxUrl }, 'setups')
    await vi.waitFor(
      async () =>
        expect(await read('watches.get', { watchId: made.id })).toMatchObject({
          state: 'DONE',
          mandate: { bought: 1, consent: { state: 'ACTIVE' } },
        }),
      { timeout: 50_000, interval: 200 },
    )
    expect((await control.payments()).setups).toHaveLength(1)
  },
)

it('asks for the password again when the session is old, and only for what spends money', async () => {
  const stale = await signIn(app, 'reader', 'late@example.com')
  const { id } = await app.db
    .selectFrom('account')
    .select('id')
    .where('email', '=', 'late@example.com')
    .executeTakeFirstOrThrow()
  const old = new Date(Date.now() - 16 * 60_000)
  await app.db.updateTable('session').set({ createdAt: old }).where('accountId', '=', id).execute()
  const asked = standing('pm_card_visa')
  await expect(call('watches.create', asked, stale)).rejects.toThrow('auth.fresh_sign_in_required')
  expect(await read('watches.list', undefined, stale)).toEqual({ watches: [] })
  const { mandate: _, ...plain } = standing('pm_card_visa')
  await call('watches.create', plain, stale)
  const fresh = await signIn(app, 'reader', 'late@example.com')
  expect(await call('watches.create', asked, fresh)).toMatchObject({ mandate: { consent: { state: 'ACTIVE' } } })
})
