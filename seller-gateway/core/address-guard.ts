// Where a request may go. Seller addresses are supplied by strangers, so the address that is really connected to is judged, each time:
// a literal one as it stands, a name after it was resolved, and the connection is made to exactly what was judged.
import ipaddr from 'ipaddr.js'
import { createResolve } from './resolve-name.ts'
import type { Resolve } from './resolve-name.ts'
import { SellerFailure } from './seller-failure.ts'

export interface AddressRule {
  /** Only for sellers whose configuration says so: the sandbox. */
  allowLoopback: boolean
  /** Finds a name's addresses; the machine's name servers are asked where it is left out. */
  resolve?: Resolve
}

export interface CheckedAddress {
  address: string
  family: 4 | 6
}

// Each is tried for a second when it does not answer; a name with a thousand addresses would make a port scanner of us.
const addressesMax = 4

const askMachine = createResolve()

/** Resolves `hostname` and returns its addresses if every one of them may be connected to. Throws SellerFailure `unavailable`. */
export async function resolveChecked(
  hostname: string,
  { resolve = askMachine, ...rule }: AddressRule,
): Promise<[CheckedAddress, ...CheckedAddress[]]> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const found = await resolve(host).catch((cause: unknown) => {
    throw new SellerFailure('unavailable', `the name ${host} does not resolve`, { actedOn: 'no', cause })
  })
  const checked = found.map((address): CheckedAddress => {
    if (!isAllowed(address, rule))
      throw new SellerFailure('unavailable', `${host} is at ${address}, where no request may go`, { actedOn: 'no' })
    return { address, family: ipaddr.parse(address).kind() === 'ipv4' ? 4 : 6 }
  })
  const [first, ...rest] = checked.slice(0, addressesMax)
  if (!first) throw new SellerFailure('unavailable', `the name ${host} has no address`, { actedOn: 'no' })
  return [first, ...rest]
}

/** True for public unicast addresses, IPv4 hidden in IPv6 included; for loopback only by rule. */
export function isAllowed(address: string, rule: Pick<AddressRule, 'allowLoopback'>): boolean {
  if (!ipaddr.isValid(address)) return false
  const judged = ipaddr.process(address) // unwraps ::ffff:127.0.0.1
  const range = judged.range()
  if (range === 'loopback') return rule.allowLoopback
  return range === 'unicast' && (judged.kind() === 'ipv4' || judged.match(globalUnicast))
}

// All that IANA has given out for public hosts. What lies outside is none of ipaddr's special ranges, but ::127.0.0.1 is there too.
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Throws when no seller may be at this port: below 1024 only 443, so that nobody makes us knock at mail servers and the like.
 * Loopback sellers may be anywhere.
 */
export function checkPort(port: number, { allowLoopback }: Pick<AddressRule, 'allowLoopback'>): void {
  const isPort = port > 0 && port <= 65_535
  if (!isPort || (port < 1024 && port !== 443 && !allowLoopback))
    throw new Error(`a seller's port must be 443 or from 1024 to 65535, not ${port}`)
}
