import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { checkNightly } from './check-stock.ts'
import { checkDue, reservationDue, sweepDue } from './jobs.ts'
import type { StockDeps } from './model.ts'
import { expireReservation } from './settle-reservation.ts'
import { sweepReservations } from './sweep-reservations.ts'

/** What a worker process does for stock. */
export function stockJobs(deps: StockDeps): JobHandler<unknown>[] {
  return [
    handle(
      reservationDue,
      async ({ reservationId }) => {
        const at = deps.clock.now()
        if (await expireReservation(deps.db, { id: reservationId, at })) deps.log.info({ reservationId }, 'expired')
      },
      { concurrency: 4 },
    ),
    handle(sweepDue, () => sweepReservations(deps), { cron: '* * * * *' }),
    handle(checkDue, () => checkNightly(deps), { cron: '23 3 * * *' }),
  ]
}
