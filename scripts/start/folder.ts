// The data folder: made when missing, held by one copy of Quire at a time, with the secrets that must outlive a restart.
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Problem, errorCode, fileProblem, onFile } from '../problem.ts'
import { hasEnded, isAlive, markOf, signal } from '../processes.ts'
import type { ProcessMark } from '../processes.ts'

/** What a start must find again at the next one. Kept in secrets.json, readable by this user only. */
export interface Secrets {
  authSecret: string
  webhookSecret: string
  /** The gateway signs order tokens with it; one that changed would void the quotes that are out. */
  tokenKey: string
  /** Seals the credentials of sellers that register; one that changed would lose them. */
  sellerSecretKey: string
  /** Content keys of ebooks are wrapped under it; one that changed would lose the ebooks. */
  contentKey: string
  databasePassword: string
  /** Where the embedded PostgreSQL listens; any free port at the first start. */
  databasePort: number | null
  demoPassword: string
}

export interface Hold {
  /** Writes down the processes that this copy has started, for the next copy to end should this one be killed. */
  remember(children: readonly number[]): void
  release(): void
}

const leastFreeMb = 300 // a first start writes about 150 MB: an empty PostgreSQL, the catalogue, the logs
const orphansMs = 15_000 // the drain that each process allows itself, and a little

export function openFolder(dir: string): void {
  onFile(dir, () => {
    mkdirSync(dir, { recursive: true, mode: 0o755 })
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK)
    const probe = join(dir, `.probe-${process.pid}`) // root may do everything but write to a disk that is read-only or full
    writeFileSync(probe, 'x')
    rmSync(probe)
  })
  const { bavail, bsize } = statfsSync(dir)
  const freeMb = Math.floor((bavail * bsize) / 1_048_576)
  if (freeMb < leastFreeMb) {
    throw new Problem(
      `Only ${freeMb} MB are free on the disk of ${dir}, and Quire needs ${leastFreeMb}. Free some space and start again.`,
    )
  }
}

/** Takes the folder for this process. A copy that lives refuses it; what a killed copy left running is ended first. */
export async function holdFolder(dir: string): Promise<Hold> {
  const file = join(dir, 'running.json')
  for (let attempt = 1; ; attempt++) {
    try {
      writeFileSync(file, JSON.stringify({ quire: markOf(process.pid), children: [] }), { flag: 'wx' })
      return holdOn(file)
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' || attempt === 3) throw fileProblem(error, dir)
      await endStale(file, dir)
    }
  }
}

async function endStale(file: string, dir: string): Promise<void> {
  const left = readHold(file)
  if (left && isAlive(left.quire)) {
    throw new Problem(
      `Quire already runs on ${dir} (process ${left.quire.pid}). Stop it, or start another copy with its own QUIRE_DATA_DIR and ports.`,
    )
  }
  for (const child of left?.children ?? []) {
    if (await hasEnded(child, orphansMs)) continue
    signal(child.pid, 'SIGKILL')
    await hasEnded(child, orphansMs)
  }
  rmSync(file, { force: true })
}

function holdOn(file: string): Hold {
  return {
    remember(children) {
      const marks = children.flatMap((pid) => markOf(pid) ?? [])
      const next = `${file}.next`
      writeFileSync(next, JSON.stringify({ quire: markOf(process.pid), children: marks }))
      renameSync(next, file) // whole or not at all
    },
    release: () => rmSync(file, { force: true }),
  }
}

function readHold(file: string): { quire: ProcessMark; children: ProcessMark[] } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { quire: ProcessMark; children: ProcessMark[] }
  } catch {
    return null // broken off in the middle of its first write: nobody was started yet
  }
}

/** The secrets of this folder, made at its first start. */
export function readSecrets(dir: string): Secrets {
  const file = join(dir, 'secrets.json')
  const kept = existsSync(file)
    ? (parse(
        onFile(file, () => readFileSync(file, 'utf8')),
        file,
      ) as Partial<Secrets>)
    : {}
  const secrets: Secrets = {
    authSecret: kept.authSecret ?? secret(),
    webhookSecret: kept.webhookSecret ?? `whsec_${secret()}`,
    tokenKey: kept.tokenKey ?? secret(),
    sellerSecretKey: kept.sellerSecretKey ?? secret(),
    contentKey: kept.contentKey ?? secret(),
    databasePassword: kept.databasePassword ?? secret(),
    databasePort: kept.databasePort ?? null,
    demoPassword: kept.demoPassword ?? readable(),
  }
  writeSecrets(dir, secrets)
  return secrets
}

export function writeSecrets(dir: string, secrets: Secrets): void {
  const file = join(dir, 'secrets.json')
  onFile(file, () => {
    writeFileSync(`${file}.next`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.next`, file)
  })
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Problem(`${file} is not readable as JSON. Mend it, or remove the data folder to start afresh.`, { cause })
  }
}

function secret(): string {
  return randomBytes(32).toString('hex')
}

/** A password to be typed by a person: 80 bits in letters and digits that are not mistaken for one another. */
function readable(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789' // 32 of them, without l, o, 0 and 1: five bits each
  const text = Array.from(randomBytes(16), (byte) => letters[byte % 32]).join('')
  return text.replace(/(.{4})(?=.)/g, '$1-')
}
