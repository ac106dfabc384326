// The consent of a mandate as a machine: it may spend in ACTIVE and nowhere else. SPEC.md draws it.
import { defineMachine } from '#platform/fsm'
import type { EventOf, StateOf } from '#platform/fsm'

export const mandateMachine = defineMachine({
  initial: 'PENDING',
  states: {
    PENDING: { bankAsked: 'ACTION_REQUIRED', confirmed: 'ACTIVE', declined: 'FAILED', expired: 'EXPIRED' },
    ACTION_REQUIRED: { confirmed: 'ACTIVE', declined: 'FAILED', expired: 'EXPIRED' },
    ACTIVE: {},
    FAILED: {},
    EXPIRED: {},
  },
})

export type MandateState = StateOf<typeof mandateMachine>
export type MandateEvent = EventOf<typeof mandateMachine>
