import { Readable } from 'node:stream'
import { z } from 'zod'
import { isIsbn13 } from '#platform/isbn'
import { MoneyInput, MoneyView, toMoneyView } from '#platform/money'
import { publicProcedure, router, staffProcedure } from '#platform/trpc'
import { Condition } from '#sellers'
import { adjustStock } from './adjust-stock.ts'
import { findOwnOffers, listMovements, listStock } from './list-stock.ts'
import { MovementView, Quantity, StockItemView, copiesMax, quantityMax } from './model.ts'
import type { StockDeps } from './model.ts'
import { receiveFile } from './receive-file.ts'
import type { GoodsRejection } from './receive-file.ts'
import { receiveGoods } from './receive-goods.ts'
import { updateItem } from './update-item.ts'

const Isbn13 = z.string().refine(isIsbn13, 'must be an ISBN-13')
const Item = z.strictObject({ isbn13: Isbn13, condition: Condition })
const Page = { limit: z.int().min(1).max(100).default(50), cursor: z.string().max(200).optional() }
const Key = z.string().trim().min(8).max(100)
/** A request holds 64 KiB; the page sends longer files piece by piece. */
const pieceCharsMax = 40_000

const GoodsPiece = z.strictObject({
  delivery: z.string().trim().min(3, 'must name the delivery').max(100),
  text: z.string().max(pieceCharsMax),
  linesBefore: z.int().min(0).default(0),
})

const GoodsReport = z.strictObject({
  lines: z.int(),
  received: z.int(),
  copies: z.int(),
  repeated: z.int(),
  rejected: z.int(),
  rejections: z.array(z.strictObject({ line: z.int(), field: z.string(), reason: z.string() })),
})

const Correction = Item.extend({
  key: Key,
  change: z
    .int()
    .min(-copiesMax)
    .max(copiesMax)
    .refine((change) => change !== 0, 'must not be 0'),
  reason: z.enum(['RECOUNTED', 'DAMAGED', 'LOST']),
  note: z.string().trim().min(3, 'must say what happened').max(500),
}).refine(({ reason, change }) => reason === 'RECOUNTED' || change < 0, {
  path: ['change'],
  error: 'must be below 0: damaged and lost copies go',
})

const by = ({ id }: { id: string }) => `account:${id}`

/** What a shopper may know: beyond what one order takes, the number is ours. */
const OwnOffersView = z.strictObject({
  offers: z.array(z.strictObject({ condition: Condition, price: MoneyView, available: z.int().max(quantityMax) })),
})

export const stockRouter = (deps: StockDeps) =>
  router({
    offers: publicProcedure
      .input(z.strictObject({ isbn13: Isbn13 }))
      .output(OwnOffersView)
      .query(async ({ input }) => {
        const offers = await findOwnOffers(deps.db, input.isbn13)
        return {
          offers: offers.map(({ condition, price, available }) => ({
            condition,
            price: toMoneyView(price),
            available: Math.min(available, quantityMax),
          })),
        }
      }),

    list: staffProcedure
      .input(z.strictObject({ ...Page, isLow: z.boolean().default(false), isbn13: Isbn13.optional() }))
      .output(z.strictObject({ items: z.array(StockItemView), nextCursor: z.string().optional() }))
      .query(({ input }) => listStock(deps.db, input)),

    movements: staffProcedure
      .input(Item.extend(Page))
      .output(z.strictObject({ movements: z.array(MovementView), nextCursor: z.string().optional() }))
      .query(({ input }) => listMovements(deps.db, input)),

    receive: staffProcedure
      .input(Item.extend({ key: Key, quantity: Quantity, price: MoneyInput.optional() }))
      .output(z.strictObject({ isNew: z.boolean() }))
      .mutation(async ({ ctx, input: { key, ...line } }) => {
        const goods = { line: { ...line, key: `hand:${key}` }, by: by(ctx.caller), at: deps.clock.now() }
        return { isNew: await receiveGoods(deps, goods) }
      }),

    receiveFile: staffProcedure
      .input(GoodsPiece)
      .output(GoodsReport)
      .mutation(async ({ ctx, input: { text, ...file } }) => {
        const rejections: GoodsRejection[] = []
        const counts = await receiveFile(deps, Readable.from([text]), {
          ...file,
          by: by(ctx.caller),
          at: deps.clock.now(),
          onReject: (rejection) => rejections.push(rejection),
        })
        return { ...counts, rejections }
      }),

    adjust: staffProcedure
      .input(Correction)
      .output(z.strictObject({ onHand: z.int(), available: z.int() }))
      .mutation(async ({ ctx, input }) => {
        const item = await adjustStock(deps, { ...input, by: by(ctx.caller), at: deps.clock.now() })
        return { onHand: item.onHand, available: item.onHand - item.reserved }
      }),

    update: staffProcedure
      .input(Item.extend({ price: MoneyInput.optional(), lowAt: z.int().min(0).max(copiesMax).optional() }))
      .mutation(async ({ input }) => {
        await updateItem(deps, { ...input, at: deps.clock.now() })
      }),
  })
