// A loan and a place in the queue as machines. READY: a copy is kept for the reader. ACTIVE: it is theirs to read, until it is due.
import { defineMachine } from '#platform/fsm'
import type { EventOf, StateOf } from '#platform/fsm'

export const loanMachine = defineMachine({
  initial: 'READY',
  states: {
    READY: { pickedUp: 'ACTIVE', declined: 'CANCELLED', lapsed: 'CANCELLED', revoked: 'REVOKED' },
    ACTIVE: { renewed: 'ACTIVE', returned: 'RETURNED', expired: 'EXPIRED', revoked: 'REVOKED' },
    RETURNED: {},
    EXPIRED: {},
    REVOKED: {},
    CANCELLED: {},
  },
})

export const holdMachine = defineMachine({
  initial: 'WAITING',
  states: {
    WAITING: { served: 'SERVED', cancelled: 'CANCELLED' },
    SERVED: {},
    CANCELLED: {},
  },
})

export type LoanState = StateOf<typeof loanMachine>
export type LoanEvent = EventOf<typeof loanMachine>
export type HoldState = StateOf<typeof holdMachine>
export type HoldEvent = EventOf<typeof holdMachine>
