// The web app's files: built when its sources differ from those of the last build.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Problem } from '../problem.ts'
import { bin, root } from '../root.ts'

export const webDist: string = join(root, 'web/dist')

const stamp = join(webDist, '.sources')
const notSources = new Set(['dist', 'node_modules', 'e2e'])

/** Builds web/dist when needed; says so through `say`. Two starts may do it at once: each builds aside and puts it in place whole. */
export async function buildWeb(say: (text: string) => void): Promise<void> {
  const sources = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  say('building the web app')
  const aside = `${webDist}.${process.pid}`
  try {
    await viteBuild(aside)
    writeFileSync(join(aside, '.sources'), sources)
    rmSync(webDist, { recursive: true, force: true })
    renameSync(aside, webDist)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

function viteBuild(outDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [bin('vite'), 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
      {
        cwd: join(root, 'web'),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let words = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (words += text))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Problem(`The web app could not be built. Vite's words:\n${words.trim()}`))
    })
  })
}

/** Changes when a file of the web workspace, or a package that it may be built from, changes. */
function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const file of sourcesIn(join(root, 'web')).sort())
    hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notSources.has(entry.name) || entry.name.startsWith('dist.')) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sourcesIn(path) : [path]
  })
}
