// What sellers say is passed on: into logs, into gRPC's trailers, into the server's tables. Words that any of these cannot carry must not end anything.
import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SellerFailure, toReadable } from '../core/seller-failure.ts'
import { shipTo } from '../testing/books.ts'
import { answering, askOnce, openGateway, startHostileWorld } from '../testing/hostile-world.ts'
import type { HostileWorld } from '../testing/hostile-world.ts'
import { answerOf, fair } from '../testing/protocols.ts'

let world: HostileWorld
beforeAll(async () => {
  world = await startHostileWorld()
})
afterAll(() => world.close())
afterEach(() => world.reset())

const ordered = ['graphql-cart', 'rest-mapped', 'rest-checkout']
const half = String.raw`\ud800` // half of a character, as JSON may write it: grpc-js throws when it is to send one
const words: Record<string, string> = {
  'half of a character': half,
  'a NUL': String.raw`a\u0000b`,
  'line breaks': String.raw`a\r\nlevel: 60`,
  'an override of direction': String.raw`a\u202eb`,
  'nearly four thousand euro signs': '€'.repeat(3_900),
}

describe('words of sellers', () => {
  it.each(Object.entries(words))('%s in an error: the failure arrives, readable', async (_, said) => {
    const error = `{"errors":[{"message":"${said}","extensions":{"code":"X"}}]}`
    world.behave('graphql-cart', answering('graphql-cart', error))
    const round = await askOnce(world, 'graphql-cart')
    expect(round.failures['graphql-cart']).toMatch(/^FAILURE_KIND_UNAVAILABLE: X: /)
    expectReadable(round.failures['graphql-cart'] ?? '')
    expect(round.quotes('honest')).toHaveLength(1)
  })

  it.each(Object.entries(words))('%s in a refused order: the refusal arrives as what it is', async (_, said) => {
    const gateway = await openGateway(world.entries().filter(({ id }) => ordered.includes(id)))
    const [quote] = (await gateway.ask(15_000, ['graphql-cart'])).quotes('graphql-cart')
    const refusal = `{"data":{"cartCreate":{"cart":null,"userErrors":[{"code":"MERCHANDISE_NOT_FOUND","message":"${said}"}]}}}`
    world.behave('graphql-cart', answering('graphql-cart', refusal))
    const { sellerId = '', orderToken = '', sellerTotal = null } = quote ?? {}
    const order = { requestId: randomUUID(), sellerId, orderToken, limitTotal: sellerTotal, shipTo }
    const { error } = await gateway.place(order)
    expect(error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'SOLD_OUT' })
    expectReadable(error?.details ?? '')
    await gateway.close()
  })

  it.each(Object.entries(words))(
    '%s in a confirmed order: the order stands, and can be written down',
    async (_, said) => {
      const gateway = await openGateway(world.entries().filter(({ id }) => ordered.includes(id)))
      const [quote] = (await gateway.ask(15_000, ['rest-mapped'])).quotes('rest-mapped')
      const requestId = randomUUID()
      const order = `{"client_order_id":"${requestId}","order_no":"n-1${said}","status":"placed","isbn":"${said}","total":"11.39","currency":"EUR"}`
      world.behave('rest-mapped', (_request, response) => void response.writeHead(201).end(order))
      const { sellerId = '', orderToken = '', sellerTotal = null } = quote ?? {}
      const { answer, error } = await gateway.place({
        requestId,
        sellerId,
        orderToken,
        limitTotal: sellerTotal,
        shipTo,
      })
      expect(error).toBeUndefined()
      expect(answer?.order).toMatchObject({ state: 'ORDER_STATE_ACCEPTED', requestId, isbn13: '' })
      expect(answer?.order?.sellerOrderId).toMatch(/^n-1/)
      expectReadable(answer?.order?.sellerOrderId ?? '', 256)
      await gateway.close()
    },
  )

  it.each(Object.entries(words))(
    '%s as an id that is ordered with: the quote is refused by its name',
    async (_, said) => {
      world.behave(
        'graphql-cart',
        answering('graphql-cart', answerOf('graphql-cart', '', fair).replace('"id":"v-1"', `"id":"${said}"`)),
      )
      expect((await askOnce(world, 'graphql-cart')).failures['graphql-cart']).toMatch(
        /BAD_DATA: its quote has no usable quoteRef/,
      )
    },
  )

  it.each([half, '..', '.', ''])(
    'a session called %j: leads to no other endpoint, and nothing was bought',
    async (id) => {
      const paths: string[] = []
      const gateway = await openGateway(world.entries().filter(({ id }) => ordered.includes(id)))
      const [quote] = (await gateway.ask(15_000, ['rest-checkout'])).quotes('rest-checkout')
      world.behave('rest-checkout', (_, response, path) => {
        paths.push(path)
        const isToken = path.startsWith('/identity')
        response.end(isToken ? answerOf('rest-checkout', path, fair) : `{"checkoutSessionId":"${id}"}`)
      })
      const { sellerId = '', orderToken = '', sellerTotal = null } = quote ?? {}
      const order = { requestId: randomUUID(), sellerId, orderToken, limitTotal: sellerTotal, shipTo }
      const { error } = await gateway.place(order)
      expect(paths.at(-1)).toMatch(/initiate$/)
      expect(error?.code).not.toBe(status.INTERNAL)
      await gateway.close()
    },
  )

  it('toReadable leaves alone what can be read', () => {
    for (const text of ['Zoë 你好 😀', 'v1|123|0', '']) expect(toReadable(text)).toBe(text)
    expect(toReadable('😀😀', 3)).toBe('😀\ufffd')
    expect(new SellerFailure('bad_data', 'x'.repeat(5_000)).message).toHaveLength(500)
  })
})

function expectReadable(text: string, max = 600): void {
  expect(text.isWellFormed()).toBe(true)
  expect(text).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
  expect(text.length).toBeLessThanOrEqual(max)
}
