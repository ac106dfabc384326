import type { EditionCard } from '#catalog'
import { money, toMoneyView } from '#platform/money'
import { toTotalsView } from '#rates'
import type { CartLineView, CartView, PricedCart, PricedCopy, PricedLine } from './model.ts'
import { sayChange } from './say-change.ts'

/** → tRPC, with the titles of its books. */
export function toCartView(cart: PricedCart, cards: ReadonlyMap<string, EditionCard>): CartView {
  const { lines, totals, isOrderable, fingerprint } = cart
  return {
    lines: lines.map((line) => toLineView(line, cards.get(line.isbn13))),
    count: lines.reduce((all, { quantity }) => all + quantity, 0),
    totals: totals && toTotalsView(totals),
    isOrderable,
    fingerprint,
  }
}

function toLineView(line: PricedLine, card: EditionCard | undefined): CartLineView {
  const base = {
    id: line.id,
    isbn13: line.isbn13,
    title: card?.title ?? null,
    authors: [...(card?.authors ?? [])],
    format: card?.format ?? null,
    quantity: line.quantity,
    changes: line.changes.map((change) => ({ kind: change.kind, say: sayChange(change) })),
  }
  if (line.kind === 'cheapest') {
    const { kind, conditions, maxTotal } = line
    return { kind, ...base, conditions: [...conditions], maxTotal: toMoneyView(maxTotal) }
  }
  if (line.kind === 'ebook') return { kind: line.kind, ...base, price: line.price && toMoneyView(line.price) }
  return { kind: line.kind, ...base, condition: line.condition, available: line.available, ...toPrices(line) }
}

function toPrices({ price, quantity }: PricedCopy) {
  if (price === null) return { price: null, goods: null }
  const goods = money(price.minor * BigInt(quantity), price.currency)
  return { price: toMoneyView(price), goods: toMoneyView(goods) }
}
