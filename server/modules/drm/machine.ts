// A licence as a machine: the states of the License Status Document (LSD 1.0 §2.3), and what leads from one to the next.
import { defineMachine } from '#platform/fsm'
import type { EventOf, StateOf } from '#platform/fsm'

export const licenceMachine = defineMachine({
  initial: 'READY',
  states: {
    /** Issued, and no device has opened it: given back now it counts as never used. */
    READY: { registered: 'ACTIVE', renewed: 'READY', returned: 'CANCELLED', revoked: 'REVOKED', expired: 'EXPIRED' },
    ACTIVE: { registered: 'ACTIVE', renewed: 'ACTIVE', returned: 'RETURNED', revoked: 'REVOKED', expired: 'EXPIRED' },
    RETURNED: {},
    CANCELLED: {},
    REVOKED: {},
    EXPIRED: {},
  },
})

export type LicenceState = StateOf<typeof licenceMachine>
export type LicenceEvent = EventOf<typeof licenceMachine>
