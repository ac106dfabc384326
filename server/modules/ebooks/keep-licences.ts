import type { LicenceKeeper } from '#drm'
import { refuse } from './model.ts'
import type { EbooksDeps } from './model.ts'
import { findOwnedById } from './owned-queries.ts'
import { renewLoan } from './renew-loan.ts'
import { returnLoan } from './return-loan.ts'

/** How reading apps give a loan back or renew it: a licence's id is its loan's. Refuses what returnLoan and renewLoan do, and `ebooks.not_a_loan`. */
export function keepLicences(deps: EbooksDeps): LicenceKeeper {
  const key = () => `app:${deps.ids.next()}` // the protocol has none; a second return is refused by the machine
  const by = 'reading app'
  async function requireLoan(licenceId: string): Promise<void> {
    if (await findOwnedById(deps.db, licenceId)) throw refuse('not_a_loan', { licenceId })
  }
  return {
    async giveBack({ licenceId, device }) {
      await requireLoan(licenceId)
      await returnLoan(deps, { loanId: licenceId, key: key(), by, device })
    },
    async extend({ licenceId, device, end }) {
      await requireLoan(licenceId)
      await renewLoan(deps, { loanId: licenceId, key: key(), by, device, end })
    },
  }
}
