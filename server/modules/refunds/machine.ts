// The refund as a machine. APPROVED waits for the copies, where they are to come back first; FAILED waits for another try.
import { defineMachine } from '#platform/fsm'
import type { EventOf, StateOf } from '#platform/fsm'

export const refundMachine = defineMachine({
  initial: 'REQUESTED',
  states: {
    REQUESTED: { approved: 'APPROVED', rejected: 'REJECTED' },
    APPROVED: { begun: 'PROCESSING' },
    PROCESSING: { refunded: 'REFUNDED', failed: 'FAILED' },
    FAILED: { retried: 'PROCESSING' },
    REFUNDED: {},
    REJECTED: {},
  },
})

export type RefundState = StateOf<typeof refundMachine>
export type RefundEvent = EventOf<typeof refundMachine>
