// Names → addresses, by DNS alone. Not by the operating system's look-up: that runs on libuv's four threads, which unpacking and the disk use too,
// and waits as long as the machine is told to; four sellers whose name servers never answer would hold up everybody. (Decision 0017.)
import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'

/** Finds all addresses of a host. Rejects when there is none. */
export type Resolve = (host: string) => Promise<string[]>

// A second try doubles the wait: after 1.2 s at the latest there is an answer.
const patience = { timeout: 400, tries: 2 }

/** Asks these name servers (`address:port`); the machine's own when none are given. */
export function createResolve(servers: readonly string[] = []): Resolve {
  const resolver = new Resolver(patience)
  if (servers.length > 0) resolver.setServers(servers)
  return async (host) => {
    if (isIP(host) !== 0) return [host]
    if (/^(.+\.)?localhost\.?$/i.test(host)) return ['127.0.0.1', '::1'] // RFC 6761: nobody else is asked
    if (endsInNumber.test(host)) throw new Error(`${host} is neither a name nor an address`)
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    if (found.length === 0 && four.status === 'rejected') throw four.reason
    return found
  }
}

// No name ends so (https://url.spec.whatwg.org/#ends-in-a-number-checker), but what connects may take it for an address: 127.1, 0x7f000001.
const endsInNumber = /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i
