// CPU time of processes, which hardly depends on what else the machine does; purchases a second do.
import { readFileSync } from 'node:fs'

const ticksPerSecond = 100 // USER_HZ, which Linux shows times in on every architecture that Node runs on

/** Milliseconds of CPU that each process has used so far, with all that it started (PostgreSQL's backends). Null where there is no /proc. */
export function cpuMs<Name extends string>(pids: Readonly<Record<Name, number>>): Record<Name, number> | null {
  if (process.platform !== 'linux') return null
  const used = Object.entries<number>(pids).map(([name, pid]) => [name, (ticksOf(pid) * 1000) / ticksPerSecond])
  return Object.fromEntries(used) as Record<Name, number>
}

/** What each has used between two looks, divided by `count`. */
export function cpuSpent<Name extends string>(
  before: Record<Name, number> | null,
  after: Record<Name, number> | null,
  count: number,
): Record<Name, number> | null {
  if (!before || !after) return null
  const names = Object.keys(after) as Name[]
  return Object.fromEntries(
    names.map((name) => [name, Math.round(((after[name] - before[name]) / count) * 10) / 10]),
  ) as Record<Name, number>
}

/** Its own, that of children who ended (cutime, cstime) and that of those who run: proc_pid_stat(5), fields 14 to 17. */
function ticksOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // from the third on: the second may hold spaces
  const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0)
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean)
  return children.reduce((sum, child) => sum + ticksOf(Number(child)), own)
}

/** Empty when the process is gone: what it used is its parent's then. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
