import { openDriver } from '#platform/driver'
import type { Driver as AnyDriver } from '#platform/driver'
import { advance } from './advance.ts'
import type { BuyingDeps } from './model.ts'
import type { Turn } from './move-on.ts'
import { listDue } from './queries.ts'

export type Driver = AnyDriver<Turn>

/** The drivers of purchases in one process. */
export function createDriver(deps: BuyingDeps): Driver {
  return openDriver(deps, {
    name: 'purchase',
    advance: (id, turn) => advance(deps, id, turn),
    listDue: (limit) => listDue(deps.db, limit),
  })
}
