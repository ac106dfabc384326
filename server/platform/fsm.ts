// State machines as data: one table that the code, the tests, the docs' diagram and the ops page are all made from.

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>
type Targets<S extends Table> = { [K in keyof S]: Readonly<Record<string, keyof S & string>> }

/** A machine: its table and the one question asked of it. */
export interface Machine<S extends Table> {
  readonly initial: keyof S & string
  readonly states: S
  /** The state that `event` leads to from `from`, or null when the table does not allow it. */
  next(from: keyof S & string, event: EventOf<Machine<S>>): (keyof S & string) | null
  /** True when nothing leads on from `state`. */
  isTerminal(state: keyof S & string): boolean
}

export type StateOf<M> = M extends Machine<infer S> ? keyof S & string : never
export type EventOf<M> = M extends Machine<infer S> ? { [K in keyof S]: keyof S[K] }[keyof S] & string : never

/**
 * Declares a machine. A target that is no state does not compile; a state that cannot be reached from the initial one
 * throws when the module loads.
 */
export function defineMachine<const S extends Table>(spec: {
  initial: keyof S & string
  states: S & Targets<S>
}): Machine<S> {
  const states: Table = spec.states
  const unreached = Object.keys(states).filter((state) => !reachable(states, spec.initial).has(state))
  if (unreached.length > 0) throw new Error(`no way leads to ${unreached.join(', ')}`)
  return {
    initial: spec.initial,
    states: spec.states,
    next: (from, event) => own(own(states, from), event) ?? null,
    isTerminal: (state) => Object.keys(states[state] ?? {}).length === 0,
  }
}

/** The machine as a Mermaid state diagram, for documents. */
export function toMermaid(machine: { initial: string; states: Table }): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${machine.initial}`]
  for (const [from, events] of Object.entries(machine.states)) {
    for (const [event, to] of Object.entries(events)) lines.push(`  ${from} --> ${to}: ${event}`)
    if (Object.keys(events).length === 0) lines.push(`  ${from} --> [*]`)
  }
  return lines.join('\n')
}

function reachable(states: Table, initial: string): Set<string> {
  const seen = new Set([initial])
  for (const state of seen) for (const to of Object.values(states[state] ?? {})) seen.add(to)
  return seen
}

/** What the table itself says, and not what every object inherits. */
function own<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined
}
