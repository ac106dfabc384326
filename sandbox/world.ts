// The world in the box: the sellers and the payment provider, made from one seed. A reset makes it again.
import { calm } from './core/behaviour.ts'
import type { Behaviour } from './core/behaviour.ts'
import type { Profile } from './core/profile.ts'
import type { LatencyMs } from './core/rng.ts'
import { Seller } from './core/seller.ts'
import { Mailbox } from './mailbox/mailbox.ts'
import { PaymentProvider } from './payments/provider.ts'
import type { ProviderOptions } from './payments/provider.ts'
import { bargainBarnProfile } from './sellers/bargain-barn/profile.ts'
import { continentalProfile, continentalUsProfile } from './sellers/continental/profile.ts'
import { fleetStreetProfile } from './sellers/fleet-street/profile.ts'
import { foxedProfile } from './sellers/foxed/profile.ts'
import { harborProfile } from './sellers/harbor/profile.ts'
import { lanternProfile } from './sellers/lantern/profile.ts'
import { meridianProfile } from './sellers/meridian/profile.ts'
import { northgateProfile } from './sellers/northgate/profile.ts'
import { papertrailProfile } from './sellers/papertrail/profile.ts'

export interface WorldOptions extends Omit<ProviderOptions, 'seed' | 'run'> {
  speed: number
  mailKey: string
  calm: boolean
}

export class World {
  readonly #options: WorldOptions
  readonly #startedAt = Date.now().toString(36)
  #resets = 0
  #sellers: Map<string, Seller>
  #payments: PaymentProvider
  #mailbox: Mailbox

  constructor(seed: number, options: WorldOptions) {
    this.#options = options
    this.#sellers = this.#makeSellers(seed)
    this.#payments = this.#makePayments(seed)
    this.#mailbox = this.#makeMailbox(seed)
  }

  /** Throws away all that happened; orders, offers, knobs and journals start anew. */
  reset(seed: number): void {
    this.close()
    this.#resets += 1
    this.#sellers = this.#makeSellers(seed)
    this.#payments = this.#makePayments(seed)
    this.#mailbox = this.#makeMailbox(seed)
  }

  get payments(): PaymentProvider {
    return this.#payments
  }

  get mailbox(): Mailbox {
    return this.#mailbox
  }

  sellers(): Seller[] {
    return [...this.#sellers.values()]
  }

  findSeller(name: string): Seller | null {
    return this.#sellers.get(name) ?? null
  }

  /** A seller that exists by construction. */
  seller(profile: Profile): Seller {
    const found = this.#sellers.get(profile.name)
    if (!found) throw new Error(`the world has no ${profile.name}`)
    return found
  }

  close(): void {
    for (const seller of this.#sellers.values()) seller.close()
    this.#payments.close()
  }

  #makeSellers(seed: number): Map<string, Seller> {
    return new Map(
      profiles.map((profile) => {
        const behaviour = this.#options.calm ? calm : spedUp(profile.behaviour, this.#options.speed)
        return [profile.name, new Seller(profile, { seed, behaviour, run: this.#run() })]
      }),
    )
  }

  #makePayments(seed: number): PaymentProvider {
    return new PaymentProvider({ ...this.#options, seed, run: this.#run() })
  }

  #makeMailbox(seed: number): Mailbox {
    return new Mailbox({ seed, run: this.#run(), mailKey: this.#options.mailKey })
  }

  // Numbers must differ between runs: who buys from this world keeps its own books, which outlive the box.
  #run(): string {
    return `${this.#startedAt}.${this.#resets}`
  }
}

function spedUp(behaviour: Behaviour, speed: number): Behaviour {
  const faster = ({ p50, p99 }: LatencyMs) => ({ p50: p50 / speed, p99: p99 / speed })
  return { ...behaviour, latencyMs: faster(behaviour.latencyMs), documentMs: faster(behaviour.documentMs) }
}

const profiles: Profile[] = [
  harborProfile,
  northgateProfile,
  fleetStreetProfile,
  lanternProfile,
  meridianProfile,
  bargainBarnProfile,
  foxedProfile,
  papertrailProfile,
  continentalProfile,
  continentalUsProfile,
]
