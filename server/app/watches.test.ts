// Watches over HTTP with the worker beside: what is asked for in one process is looked at, bought and told by another.
import { randomUUID } from 'node:crypto'
import type { inferRouterOutputs } from '@trpc/server'
import { beforeEach, expect, it, vi } from 'vitest'
import { isbn13, useApp } from '#testing/app'
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

it('buys for a watch when the price is right, and tells its shopper', { timeout: 60_000 }, async () => {
  const made = await call<Outputs['watches']['create']>('watches.create', {
    key: randomUUID(),
    isbn13,
    conditions: ['NEW'],
    target: usd(1_250),
    destination: { country: 'US', postalCode: '10001' },
    mandate: {
      capPerCopy: usd(1_300),
      count: 1,
      budget: usd(2_000),
      paymentMethod: 'pm_card_visa',
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      confirm: 'BUY FOR ME',
    },
  })
  expect(made).toMatchObject({ state: 'ACTIVE', isArmed: true, mandate: { bought: 0, count: 1 } })
  const told = await vi.waitFor(
    async () => {
      const news = await read<Outputs['notify']['list']>('notify.list')
      expect(news.unread).toBe(1)
      return news
    },
    { timeout: 50_000, interval: 200 },
  )
  expect(told.messages).toMatchObject([{ subject: expect.stringContaining('Bought for you'), isRead: false }])
  const { watches } = await read<Outputs['watches']['list']>('watches.list')
  expect(watches).toMatchObject([{ id: made.id, state: 'DONE', mandate: { bought: 1, spent: usd(1_200) } }])
  const { asked, paid } = await read<Outputs['watches']['history']>('watches.history', { watchId: made.id })
  expect(asked).toMatchObject([{ total: usd(1_200), sellerName: 'Harbor Marketplace' }])
  expect(paid).toMatchObject([{ total: usd(1_200), sellerName: 'Harbor Marketplace' }])

  const { cookies } = app
  expect((await read<Outputs['watches']['list']>('watches.list', undefined, cookies.stranger)).watches).toEqual([])
  await expect(call('watches.revoke', { watchId: made.id }, cookies.stranger)).rejects.toThrow('watches.not_found')
  await call('notify.markRead', {}, cookies.stranger)
  expect((await read<Outputs['notify']['list']>('notify.list')).unread).toBe(1)
  expect((await call<Outputs['notify']['markRead']>('notify.markRead')).unread).toBe(0)
})
