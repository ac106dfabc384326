// Refusals: what a verb says no with. Declared once with everything a transport needs; faults (bugs, outages) have no entry.
import { TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'

/** What a refusal is: its tRPC code and the sentence a person reads. */
export interface RefusalSpec {
  readonly trpc: TRPC_ERROR_CODE_KEY
  readonly say: string
}

/** Thrown by verbs. `code` is stable and read by programs; `message` is for people; `facts` go to the log. */
export class Refusal extends Error {
  readonly code: string
  readonly spec: RefusalSpec
  readonly facts: Readonly<Record<string, unknown>>
  /** Input fields to mark, with what is wrong with each. */
  readonly fields: Readonly<Record<string, string>> | undefined

  constructor(code: string, spec: RefusalSpec, facts: Record<string, unknown> = {}, fields?: Record<string, string>) {
    super(spec.say)
    this.name = 'Refusal'
    this.code = code
    this.spec = spec
    this.facts = facts
    this.fields = fields
  }
}

/** Declares a module's refusals; the result makes them: `throw refuse('not_found')`. */
export function defineRefusals<const R extends Record<string, RefusalSpec>>(module: string, specs: R) {
  return function refuse(
    name: keyof R & string,
    facts?: Record<string, unknown>,
    fields?: Record<string, string>,
  ): Refusal {
    const spec = specs[name]
    if (!spec) throw new Error(`${module} has no refusal ${name}`)
    return new Refusal(`${module}.${name}`, spec, facts, fields)
  }
}

/** A refusal as tRPC wants it; anything else stays what it is and becomes INTERNAL_SERVER_ERROR. */
export function toTrpc(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  return new TRPCError({ code: error.spec.trpc, message: error.message, cause: error })
}

/** For the last branch of a switch that must know every case. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`)
}
