import { sellersMax } from './model.ts'
import type { DeskDeps, DeskLineView } from './model.ts'
import { listSellersOf } from './queries.ts'
import type { DeskRow } from './queries.ts'

const timeoutMs = 3_000 // the desk rather shows names alone than keep its reader waiting

/** The account's sellers, each as the gateway holds it now; one that cannot be asked is listed with the reason. */
export async function listSellers(deps: DeskDeps, accountId: string): Promise<DeskLineView[]> {
  const rows = await listSellersOf(deps.db, accountId, sellersMax)
  return await Promise.all(rows.map((row) => lineOf(deps, accountId, row)))
}

async function lineOf({ onboarding, vault }: DeskDeps, accountId: string, row: DeskRow): Promise<DeskLineView> {
  const { sellerId, name, sealedKey } = row
  const bare = { sellerId, name, state: null, stateReason: null, hasFailedTests: false, standing: null }
  const key = vault.open(sealedKey, { accountId, sellerId })
  if (key === null) return { ...bare, trouble: 'key_refused' }
  const answer = await onboarding.get(key, { timeoutMs })
  if (answer.kind !== 'ok') {
    const isKey = answer.kind === 'refused' && answer.reason === 'KEY_REFUSED'
    return { ...bare, trouble: isKey ? 'key_refused' : 'unreachable' }
  }
  const { profile, state, stateReason, standing, report } = answer.value
  const hasFailedTests = report !== null && !report.conforms
  return { sellerId, name: profile.name, trouble: null, state, stateReason, hasFailedTests, standing }
}
