// Faults of our processes: they die, stand still for longer than their leases, are rolled out anew under load, and have wrong clocks.
import { setTimeout as delay } from 'node:timers/promises'
import { leaseMs } from '../../server/modules/buying/intend.ts'
import type { KeptProcess } from '../stack/kept-process.ts'
import type { Fault, Target } from './fault.ts'

const zombieMs = leaseMs({ kind: 'capture', ordinal: 1 }) + 3_000 // the longest lease, and some: others have taken over when it wakes

function kill(id: Fault['id'], weight: number, name: string, victim: (target: Target) => KeptProcess): Fault {
  return {
    id,
    name: `kill -9 ${name}`,
    weight,
    isKill: true,
    strike: async (target) => (victim(target).kill() ? 1 : 0),
  }
}

const anyWorker = ({ workers, random }: Target): KeptProcess => {
  const found = workers[random.between(0, workers.length - 1)]
  if (!found) throw new Error('there is no worker')
  return found
}

export const processFaults: readonly Fault[] = [
  kill('F05', 10, 'server', ({ server }) => server),
  kill('F05', 8, 'worker', anyWorker),
  kill('F08', 6, 'gateway', ({ gateway }) => gateway),
  {
    id: 'F06',
    name: 'worker stands still for longer than its lease, then goes on',
    weight: 4,
    async strike(target) {
      const frozen = anyWorker(target).freeze()
      if (!frozen) return 0
      await delay(zombieMs, undefined, { signal: target.signal }).catch(() => undefined)
      frozen.thaw()
      return 1
    },
  },
  {
    id: 'F07',
    name: 'rolling restart: SIGTERM, one process after the other',
    weight: 2,
    async strike({ server, workers, gateway, signal }) {
      let struck = 0
      for (const process of [gateway, ...workers, server]) {
        if (process.restart()) struck++
        await delay(betweenMs, undefined, { signal }).catch(() => undefined)
      }
      return struck
    },
  },
  {
    id: 'F17',
    name: 'clock ten minutes ahead, then ten minutes behind, then right again',
    weight: 4,
    async strike(target) {
      const victim = target.random.between(0, 1) === 0 ? target.server : anyWorker(target)
      for (const ms of [clockOffMs, -clockOffMs, 0]) {
        victim.setClock(ms)
        if (ms !== 0) await delay(clockOffForMs, undefined, { signal: target.signal }).catch(() => undefined)
      }
      return 1
    },
  },
]

const clockOffMs = 10 * 60_000 // further than any wait of a purchase
const clockOffForMs = 5_000 // a few steps of every purchase that it drives
const betweenMs = 2_000 // a process is back after one or two seconds
