// What the worker does for mandates: wakes those whose alarm went off, and listens to the payment provider.
import { cardChanged } from '#payments'
import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { driveMandate, mandatePurpose } from './drive-mandate.ts'
import { ensureDriven } from './ensure-driven.ts'
import { confirmMandate, sweepMandates } from './jobs.ts'
import type { MandatesDeps } from './model.ts'

const drivers = 4 // each mostly waits for the provider

export function mandatesJobs(deps: MandatesDeps): JobHandler<unknown>[] {
  return [
    handle(confirmMandate, ({ mandateId }, signal) => driveMandate(deps, mandateId, signal), { concurrency: drivers }),
    handle(cardChanged, async ({ purpose, reference }, signal) => {
      if (purpose === mandatePurpose) await driveMandate(deps, reference, signal)
    }),
    handle(sweepMandates, () => ensureDriven(deps), { cron: '* * * * *' }),
  ]
}
