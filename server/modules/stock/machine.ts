// A reservation as a machine: copies are promised, and then sold, given back, or given back because nobody came for them.
import { defineMachine } from '#platform/fsm'
import type { StateOf } from '#platform/fsm'

export const reservationMachine = defineMachine({
  initial: 'HELD',
  states: {
    HELD: { consumed: 'CONSUMED', released: 'RELEASED', expired: 'EXPIRED' },
    CONSUMED: {},
    RELEASED: {},
    EXPIRED: {},
  },
})

export type ReservationState = StateOf<typeof reservationMachine>
