import { expect, it } from 'vitest'
import { defineMachine, toMermaid } from './fsm.ts'

const door = defineMachine({
  initial: 'CLOSED',
  states: {
    CLOSED: { opened: 'OPEN', locked: 'LOCKED' },
    OPEN: { closed: 'CLOSED', removed: 'GONE' },
    LOCKED: { unlocked: 'CLOSED' },
    GONE: {},
  },
})

it('knows its ways and no others', () => {
  const ways = Object.keys(door.states).flatMap((state) =>
    ['opened', 'closed', 'locked', 'unlocked', 'removed'].flatMap((event) => {
      const to = door.next(state as 'OPEN', event as 'closed')
      return to === null ? [] : [`${state} ${event} ${to}`]
    }),
  )
  expect(ways).toEqual([
    'CLOSED opened OPEN',
    'CLOSED locked LOCKED',
    'OPEN closed CLOSED',
    'OPEN removed GONE',
    'LOCKED unlocked CLOSED',
  ])
})

it('takes no name that every object has for an event or a state', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    expect(door.next('OPEN', name as 'closed'), name).toBeNull()
    expect(door.next(name as 'OPEN', 'closed'), name).toBeNull()
  }
})

it('says where it ends', () => {
  expect(door.initial).toBe('CLOSED')
  expect(['CLOSED', 'OPEN', 'LOCKED', 'GONE'].filter((state) => door.isTerminal(state as 'OPEN'))).toEqual(['GONE'])
})

it('refuses a state that no way leads to, and names it', () => {
  expect(() =>
    defineMachine({ initial: 'A', states: { A: { go: 'B' }, B: {}, C: { go: 'D' }, D: { back: 'C' } } }),
  ).toThrow('no way leads to C, D')
})

it('refuses, when it compiles, a way to a state that is not there', () => {
  // @ts-expect-error 'NOWHERE' is no state
  defineMachine({ initial: 'A', states: { A: { go: 'NOWHERE' } } })
})

it('draws itself', () => {
  expect(toMermaid(door)).toBe(
    [
      'stateDiagram-v2',
      '  [*] --> CLOSED',
      '  CLOSED --> OPEN: opened',
      '  CLOSED --> LOCKED: locked',
      '  OPEN --> CLOSED: closed',
      '  OPEN --> GONE: removed',
      '  LOCKED --> CLOSED: unlocked',
      '  GONE --> [*]',
    ].join('\n'),
  )
})
