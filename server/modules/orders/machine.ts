// The order as a machine. After PROCESSING there is no cancelling, only a refund, which is a machine of its own.
import { defineMachine } from '#platform/fsm'
import type { EventOf, StateOf } from '#platform/fsm'

export const orderMachine = defineMachine({
  initial: 'CREATED',
  states: {
    CREATED: { checkedOut: 'PAYMENT_PENDING', cancelled: 'CANCELLED' },
    PAYMENT_PENDING: { paid: 'PAID', cancelled: 'CANCELLED' },
    PAID: { accepted: 'PROCESSING', cancelled: 'CANCELLED' },
    PROCESSING: { shipped: 'SHIPPED' },
    SHIPPED: { delivered: 'DELIVERED' },
    DELIVERED: {},
    CANCELLED: {},
  },
})

export type OrderState = StateOf<typeof orderMachine>
export type OrderEvent = EventOf<typeof orderMachine>
