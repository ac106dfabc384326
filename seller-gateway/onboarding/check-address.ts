import { resolveChecked } from '../core/address-guard.ts'
import type { AddressRule } from '../core/address-guard.ts'
import { SellerFailure } from '../core/seller-failure.ts'
import type { ParsedConnection } from './parse-connection.ts'
import type { Violations } from './violations.ts'

/**
 * Judges where a connection's host leads now, so that its seller is told at once. It is judged again at every connect: a name may lead elsewhere
 * a moment later.
 */
export async function checkAddress(
  { host, hostField }: ParsedConnection,
  rule: AddressRule,
  violations: Violations,
): Promise<void> {
  try {
    await resolveChecked(host, rule)
  } catch (error) {
    if (!(error instanceof SellerFailure)) throw error
    violations.add(hostField, error.message)
  }
}
