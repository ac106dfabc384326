// Makes the data folder of an embedded PostgreSQL. It is made aside and put in its place whole, so that a kill in between leaves nothing
// half-made that a later start would trip over.
import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem, onFile } from '../problem.ts'
import { placeFor } from './place.ts'
import type { Programs } from './programs.ts'

/** The role that owns everything in an embedded cluster, and the name of the database that it begins with. */
export const owner = 'quire'

export function initialise(dir: string, password: string, { initdb, postgres, user }: Programs, sync: boolean): void {
  const aside = `${dir}.making`
  const secret = mkdtempSync(join(tmpdir(), 'quire-pw-'))
  const file = join(secret, 'password')
  try {
    onFile(dir, () => {
      rmSync(aside, { recursive: true, force: true })
      mkdirSync(aside, { recursive: true, mode: 0o700 })
      if (user) chownSync(aside, user.uid, user.gid)
    })
    writeFileSync(file, password, { mode: 0o600 })
    if (user) for (const path of [secret, file]) chownSync(path, user.uid, user.gid)
    const at = placeFor(aside, user)
    const run = (program: string, args: string[], input = '') => {
      const { status, stderr, error } = spawnSync(program, args, { ...at.spawn, input, encoding: 'utf8' } as const)
      if (status !== 0 || /\] (ERROR|FATAL):/.test(stderr))
        throw refusal(dir, 'could not be made', stderr || String(error))
    }
    const flags = ['--username', owner, '--pwfile', file, '--auth', 'scram-sha-256', '--encoding', 'UTF8']
    // PostgreSQL's own locale: text sorts alike on every machine, whatever locales it has
    flags.push('--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8')
    if (!sync) flags.push('--no-sync')
    run(initdb, ['-D', at.dataDir, ...flags])
    run(postgres, ['--single', '-D', at.dataDir, 'postgres'], `create database ${owner}\n`)
    onFile(dir, () => renameSync(aside, dir)) // an empty folder that stands there is replaced
  } finally {
    rmSync(aside, { recursive: true, force: true })
    rmSync(secret, { recursive: true, force: true })
  }
}

/** The problem with the data folder `dir`, from PostgreSQL's own words. */
export function refusal(dir: string, what: string, words: string): Problem {
  if (/No space left on device|Disk quota exceeded/.test(words)) {
    return new Problem(`The disk is full: PostgreSQL cannot write to ${dir}. Free some space and start again.`)
  }
  if (/incompatible with server|initialized by PostgreSQL version/.test(words)) {
    return new Problem(
      `${dir} was made by another version of PostgreSQL. Move it away, or set QUIRE_DATA_DIR to a new folder.`,
    )
  }
  return new Problem(`The database in ${dir} ${what}. PostgreSQL's last words:\n${words.trim()}`)
}
