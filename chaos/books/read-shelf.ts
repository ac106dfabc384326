// Our own copies, by SQL from outside: what was checked out, what left the shelf for it, and what is on it.
import type { HeardCheckout } from '../stack/customer.ts'
import type { Intent, Movement } from '../stack/sandbox.ts'
import type { CheckoutDossier, StockRow } from './model.ts'
import type { Pool } from './read-ours.ts'

type Row = Omit<CheckoutDossier, 'copies' | 'out' | 'intents' | 'movements' | 'heard'> & {
  readonly copies: readonly { isbn13: string; condition: string; quantity: number }[]
  readonly out: Readonly<Record<string, number>> | null
}

/** Every checkout with what the provider and its shopper know of it. */
export async function readCheckouts(
  db: Pool,
  { intents, events }: { intents: readonly Intent[]; events: readonly Movement[] },
  heard: readonly HeardCheckout[],
): Promise<CheckoutDossier[]> {
  const { rows } = await db.query<Row>(`
    select c.id, c.state, c.total_minor "totalMinor", c.next_action_at "nextActionAt", c.facts->>'reason' reason, o.state "orderState",
      r.state "reservationState", c.terms->'copies' copies,
      (select jsonb_object_agg(item, n) from (select isbn13 || ':' || condition item, -sum(change)::int n from stock_movement m
        where m.reservation_id = c.reservation_id group by 1) moved where n <> 0) "out"
    from checkout c join "order" o on o.id = c.order_id join stock_reservation r on r.id = c.reservation_id order by c.created_at, c.id`)
  return rows.map((row) => {
    const own = intents.filter(({ metadata }) => metadata['reference'] === row.id)
    const ids = new Set(own.map(({ id }) => id))
    return {
      ...row,
      out: row.out ?? {},
      copies: Object.fromEntries(
        row.copies.map(({ isbn13, condition, quantity }) => [`${isbn13}:${condition}`, quantity]),
      ),
      intents: own,
      movements: events.filter(({ intentId }) => ids.has(intentId)),
      heard: heard.find(({ checkoutId }) => checkoutId === row.id) ?? null,
    }
  })
}

export async function readStock(db: Pool): Promise<StockRow[]> {
  const { rows } = await db.query<StockRow>(`
    select isbn13 || ':' || condition item, on_hand "onHand", reserved,
      (select coalesce(sum(change), 0)::int from stock_movement m where (m.isbn13, m.condition) = (i.isbn13, i.condition)) moved,
      (select coalesce(sum(change), 0)::int from stock_movement m where (m.isbn13, m.condition) = (i.isbn13, i.condition)
        and m.reservation_id is null) received,
      (select coalesce(sum(quantity), 0)::int from stock_reservation_line l join stock_reservation r on r.id = l.reservation_id
        where (l.isbn13, l.condition) = (i.isbn13, i.condition) and r.state = 'HELD') held
    from stock_item i order by 1`)
  return rows
}
