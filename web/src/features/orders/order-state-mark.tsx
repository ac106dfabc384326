import { Check, CircleDot, CircleX, Package, Truck } from 'lucide-react'
import type { OrderState } from '../../api/shapes.ts'
import { nameState } from './name-state.ts'

const icons = {
  CREATED: CircleDot,
  PAYMENT_PENDING: CircleDot,
  PAID: Check,
  PROCESSING: Package,
  SHIPPED: Truck,
  DELIVERED: Check,
  CANCELLED: CircleX,
} satisfies Record<OrderState, unknown>

/** An order's state as a word and a sign; never by colour alone. */
export function OrderStateMark({ state, isDigital = false }: { state: OrderState; isDigital?: boolean }) {
  const Icon = icons[state]
  return (
    <p
      className={`mt-1 inline-flex items-center gap-1.5 text-sm font-medium ${state === 'CANCELLED' ? 'text-soft' : 'text-accent'}`}
    >
      <Icon aria-hidden className="size-4" />
      {nameState(state, isDigital)}
    </p>
  )
}
