// The modules' queries.golden.sql: written, or compared, by the tests `queries.golden.test.ts` (server/testing/golden.ts).
import { spawnSync } from 'node:child_process'
import { bin, root } from '../root.ts'

/** Runs the golden tests. True when every file holds what its queries make (or was written). */
export function goldenSql({ write }: { write: boolean }): boolean {
  const flags = ['run', '--project', 'server', '--passWithNoTests', '--reporter', 'dot', 'queries.golden']
  const { status, stdout } = spawnSync(bin('vitest'), flags, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, QUIRE_GOLDEN: write ? 'write' : 'compare' },
  })
  if (status !== 0) process.stdout.write(stdout)
  return status === 0
}
