import { useMutation } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { OrderWork } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { useNow } from '../../local/use-now.ts'
import { Problem } from '../../parts/problem.tsx'
import { texts } from '../../texts.ts'
import { careTexts } from '../../texts/care.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { countryName, formatAge } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'

const t = careTexts.staff
const verbs = { PAID: trpc.orders.pack, PROCESSING: trpc.orders.ship, SHIPPED: trpc.orders.deliver } as const
type Movable = keyof typeof verbs

/** One open order, and the one thing that can happen to it next. */
export function OrderWorkItem({ order, onDone }: { order: OrderWork; onDone: (said: string) => void }) {
  const now = useNow(60_000)
  const { city, region, country } = order.shipTo
  const place = [city, region, countryName(country)].filter(Boolean).join(', ')
  return (
    <li className="py-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="min-w-0 flex-1 basis-56 font-serif text-xl wrap-anywhere">{order.title}</h2>
        <Price money={order.total} size="medium" />
      </div>
      <p className="text-sm text-soft wrap-anywhere">
        {t.from(order.sellerName)} · {t.number(order.sellerOrderId)} · {t.to(place)}
      </p>
      <p className="text-sm text-soft">
        {texts.orders.states[order.state]}, {t.since(formatAge(order.since, now))}
      </p>
      {order.isStuck && (
        <p className="mt-1 inline-flex items-center gap-1.5 text-sm font-medium text-caution">
          <TriangleAlert aria-hidden className="size-4" /> {t.stuck}
        </p>
      )}
      {isMovable(order.state) ? (
        <Move order={order} state={order.state} onDone={onDone} />
      ) : (
        <p className="mt-2 text-sm">{t.stuckPay}</p>
      )}
    </li>
  )
}

function Move({ order, state, onDone }: { order: OrderWork; state: Movable; onDone: (said: string) => void }) {
  const [key] = useState(randomKey)
  const [note, setNote] = useState('')
  const { mutate, isPending, error } = useMutation(
    verbs[state].mutationOptions({
      onSuccess: async ({ state: after }) => {
        onDone(t.done(order.title, texts.orders.states[after].toLowerCase()))
        await queryClient.invalidateQueries(trpc.orders.pathFilter())
      },
    }),
  )
  return (
    <form
      className="mt-3 flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isPending) mutate({ orderId: order.id, key, ...(note.trim() && { note: note.trim() }) })
      }}
    >
      <div className="min-w-0 flex-1 basis-64">
        <TextField
          label={t.note(order.title)}
          name={`note-${order.id}`}
          autoComplete="off"
          maxLength={300}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      <Button type="submit" look="primary" busy={isPending} aria-label={t.actOn(t.actions[state], order.title)}>
        {isPending ? t.doing : t.actions[state]}
      </Button>
      <Problem error={error} />
    </form>
  )
}

function isMovable(state: string): state is Movable {
  return Object.hasOwn(verbs, state)
}
