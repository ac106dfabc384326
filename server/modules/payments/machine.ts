// The payment as a machine. Money moves only along these edges; SPEC.md draws them.
import { defineMachine } from '#platform/fsm'
import type { EventOf, StateOf } from '#platform/fsm'

export const paymentMachine = defineMachine({
  initial: 'NEW',
  states: {
    NEW: { authorizationBegan: 'AUTHORIZING', voidBegan: 'VOIDING' },
    AUTHORIZING: {
      authorized: 'AUTHORIZED',
      actionRequired: 'ACTION_REQUIRED',
      declined: 'DECLINED',
      voidBegan: 'VOIDING', // given up while the bank's answer is unknown: the void looks for what there is to let go
    },
    ACTION_REQUIRED: { authorized: 'AUTHORIZED', declined: 'DECLINED', voidBegan: 'VOIDING' },
    // A hold that nobody captures ends by itself after some days: the bank lets it go.
    AUTHORIZED: { captureBegan: 'CAPTURING', voidBegan: 'VOIDING', holdExpired: 'VOIDED' },
    // A refused capture took nothing. The hold counts as standing until a void has made sure that it is gone.
    CAPTURING: { captured: 'CAPTURED', captureRefused: 'AUTHORIZED' },
    VOIDING: { voided: 'VOIDED' },
    CAPTURED: {},
    VOIDED: {},
    DECLINED: {},
  },
})

export type PaymentState = StateOf<typeof paymentMachine>
export type PaymentEvent = EventOf<typeof paymentMachine>
