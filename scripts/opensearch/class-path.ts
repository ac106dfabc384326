// What an OpenSearch is started from without Docker: OpenSearch's own artifacts, resolved by Maven and kept in Maven's local repository.
import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../root.ts'
import { removeFolder, temporaryFolder } from '../temporary.ts'

const pom = join(root, 'scripts/opensearch/pom.xml')
/** Where the resolved class path is remembered; asking Maven takes seconds even when it has everything. */
const cache = join(root, 'node_modules/.cache/quire')
/** About 55 MB over a slow line. */
const resolveTimeoutMs = 10 * 60_000
/** Named, so that Maven needs no list of versions to choose from. */
const buildClassPath = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:build-classpath'

export type ClassPath = { readonly classPath: string } | { readonly missing: string }

/** The class path of an OpenSearch, or a sentence that says why there is none. */
export async function resolveClassPath(): Promise<ClassPath> {
  if (!runs('java', '-version')) return { missing: 'there is no Java on this machine' }
  const kept = join(cache, `opensearch-${createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16)}`)
  const known = existsSync(kept) ? readFileSync(kept, 'utf8') : ''
  if (known !== '' && known.split(delimiter).every((jar) => existsSync(jar))) return { classPath: known }
  if (!runs('mvn', '-version')) return { missing: 'there is no Maven on this machine to fetch it with' }
  const folder = temporaryFolder('maven')
  try {
    const output = join(folder, 'class-path')
    const args = ['--batch-mode', '--quiet', '--file', pom, buildClassPath, `-Dmdep.outputFile=${output}`]
    await promisify(execFile)('mvn', args, { timeout: resolveTimeoutMs })
    const classPath = readFileSync(output, 'utf8').trim()
    mkdirSync(cache, { recursive: true })
    const fresh = `${kept}.${process.pid}`
    writeFileSync(fresh, classPath)
    renameSync(fresh, kept) // whole or not at all
    return { classPath }
  } catch (error) {
    return { missing: `Maven could not fetch it: ${firstProblem(error)}` }
  } finally {
    removeFolder(folder)
  }
}

function runs(program: string, flag: string): boolean {
  return spawnSync(program, [flag], { stdio: 'ignore' }).status === 0
}

function firstProblem(error: unknown): string {
  const { stdout, message } = error as { stdout?: string; message: string }
  const line = stdout?.split('\n').find((text) => text.includes('ERROR'))
  return (line ?? message).slice(0, 300)
}
