import { openDriver } from '#platform/driver'
import type { Driver } from '#platform/driver'
import { advance } from './advance.ts'
import type { CheckoutDeps } from './model.ts'
import type { Turn } from './move-on.ts'
import { listDue } from './queries.ts'

export type CheckoutDriver = Driver<Turn>

/** The drivers of checkouts in one process. */
export function createCheckoutDriver(deps: CheckoutDeps): CheckoutDriver {
  return openDriver(deps, {
    name: 'checkout',
    advance: (id, turn) => advance(deps, id, turn),
    listDue: (limit) => listDue(deps.db, limit),
  })
}
