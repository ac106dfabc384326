// People: who they are to the rest of Quire, and how they may pay.
import { z } from 'zod'
import type { Db } from '#platform/db'
import type { Ids } from '#platform/ids'
import type { Log } from '#platform/log'

export interface AccountsDeps {
  readonly db: Db
  readonly ids: Ids
  readonly log: Log
}

export interface AuthConfig {
  /** Signs the session cookies; at least 32 characters, the same in every process. */
  readonly secret: string
  /** Where browsers find Quire, e.g. `https://quire.example`; cookies are `Secure` when it is https. */
  readonly publicUrl: string
  /** Other origins whose pages may sign in, e.g. the development server's. */
  readonly trustedOrigins: readonly string[]
  /**
   * The header in which the proxy in front names its client, e.g. `x-forwarded-for` (the last name in it counts: the proxy's own);
   * null when clients connect directly.
   */
  readonly proxyHeader: string | null
  readonly rateLimit: {
    readonly isOn: boolean
    /** Sign-ins and sign-ups from one address in ten seconds. */
    readonly signInsMax: number
  }
}

export type Role = 'reader' | 'staff'

export interface Account {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: Role
}

export const AccountView = z.strictObject({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(['reader', 'staff']),
})

export const PaymentMethodsView = z.strictObject({
  methods: z.array(z.strictObject({ id: z.string(), label: z.string(), note: z.string().optional() })),
  provider: z.enum(['sandbox', 'stripe']),
})
export type PaymentMethodsView = z.infer<typeof PaymentMethodsView>

/** The payment provider's test cards: the same ids in the sandbox and in Stripe's test mode. No real money moves with them. */
export const testMethods: PaymentMethodsView['methods'] = [
  { id: 'pm_card_visa', label: 'Test card that pays', note: 'Not a real card. The payment goes through.' },
  {
    id: 'pm_card_visa_chargeDeclined',
    label: 'Test card that is declined',
    note: 'Not a real card. The bank says no.',
  },
  {
    id: 'pm_card_authenticationRequired',
    label: 'Test card whose bank asks you first',
    note: 'Not a real card. You confirm the payment on a page that stands for the bank.',
  },
  {
    id: 'pm_card_authenticationRequiredOnSetup',
    label: 'Test card whose bank asks you once',
    note: 'Not a real card. You confirm a standing purchase when you allow it, and no more after that.',
  },
  {
    id: 'pm_card_chargeCustomerFail',
    label: 'Test card that is declined later',
    note: 'Not a real card. It can be kept for standing purchases; the bank says no to each of them.',
  },
]
