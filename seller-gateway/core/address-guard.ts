// Where a request may go. Seller addresses are supplied by strangers, so the address that is really connected to is judged, each time:
// a literal one as it stands, a name after it was resolved, and the connection is made to exactly what was judged.
import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { SellerFailure } from './seller-failure.ts'

export interface AddressRule {
  /** Only for sellers whose configuration says so: the sandbox. */
  allowLoopback: boolean
}

export interface CheckedAddress {
  address: string
  family: 4 | 6
}

/** Resolves `hostname` and returns its addresses if every one of them may be connected to. Throws SellerFailure `unavailable`. */
export async function resolveChecked(
  hostname: string,
  rule: AddressRule,
): Promise<[CheckedAddress, ...CheckedAddress[]]> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const found = await lookup(host, { all: true }).catch((cause: unknown) => {
    throw new SellerFailure('unavailable', `the name ${host} does not resolve`, { actedOn: 'no', cause })
  })
  const checked = found.map(({ address }): CheckedAddress => {
    if (!isAllowed(address, rule))
      throw new SellerFailure('unavailable', `${host} is at ${address}, where no request may go`, { actedOn: 'no' })
    return { address, family: ipaddr.parse(address).kind() === 'ipv4' ? 4 : 6 }
  })
  const [first, ...rest] = checked
  if (!first) throw new SellerFailure('unavailable', `the name ${host} has no address`, { actedOn: 'no' })
  return [first, ...rest]
}

/** True for public unicast addresses, IPv4 hidden in IPv6 included; for loopback only by rule. */
export function isAllowed(address: string, rule: AddressRule): boolean {
  if (!ipaddr.isValid(address)) return false
  const range = ipaddr.process(address).range() // `process` unwraps ::ffff:127.0.0.1
  return range === 'unicast' || (range === 'loopback' && rule.allowLoopback)
}
