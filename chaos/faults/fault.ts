// What can be done to a running system: one id of the catalogue (README.md), one way to strike.
import type { Pool } from '../books/read-ours.ts'
import type { Random } from '../random.ts'
import type { ChaosDatabase } from '../stack/database.ts'
import type { KeptProcess } from '../stack/kept-process.ts'
import type { PostgresProxy } from '../stack/postgres-proxy.ts'

/** What a fault may lay hands on. */
export interface Target {
  readonly db: Pool
  readonly database: ChaosDatabase
  readonly proxy: PostgresProxy
  readonly server: KeptProcess
  readonly workers: readonly KeptProcess[]
  readonly gateway: KeptProcess
  readonly random: Random
  /** The faults are to end; one that lasts ends early. */
  readonly signal: AbortSignal
}

export interface Fault {
  readonly id: `F${number}`
  readonly name: string
  /** Its share of all strikes. */
  readonly weight: number
  /** True for a kill -9: what was under way then is watched until its next step. */
  readonly isKill?: true
  /** Resolves when it is over, with how often it struck: none when what it is aimed at was not up. A rejection counts as none. */
  strike(target: Target): Promise<number>
}
