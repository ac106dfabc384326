// The contracts' TypeScript types, by proto-loader's own generator, and their descriptors, by buf.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, runTool } from '../root.ts'
import type { Files } from './files.ts'

const flags = ['--longs=String', '--enums=String', '--defaults', '--arrays', '--oneofs', '--includeComments']
flags.push('--grpcLib=@grpc/grpc-js', '--importFileExtension=.ts')

/** The files of proto/gen as they should be; one that is there and no longer wanted is an error that names it. */
export async function contractTypes(): Promise<Files> {
  const out = mkdtempSync(join(tmpdir(), 'quire-gen-'))
  try {
    runTool('proto-loader-gen-types', [...flags, '-I', 'proto', '-O', out, ...protos()])
    const files: Files = { 'proto/gen/descriptors.json': descriptors() }
    for (const path of filesOf(out)) files[`proto/gen/${path}`] = readFileSync(join(out, path), 'utf8')
    const left = filesOf(join(root, 'proto/gen')).filter((path) => !(`proto/gen/${path}` in files))
    if (left.length > 0) throw new Error(`no contract makes these files any more; remove them: ${left.join(', ')}`)
    return files
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** One file a line, so that a change shows which. */
function descriptors(): string {
  const built = runTool('buf', [
    'build',
    'proto',
    '--as-file-descriptor-set',
    '--exclude-source-info',
    '-o',
    '-#format=json',
  ])
  const { file } = JSON.parse(built) as { file: unknown[] }
  return `[\n${file.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`
}

/** Our services, and the error details that their answers carry. The types that these import come with them. */
function protos(): string[] {
  const own = filesOf(join(root, 'proto/quire')).filter((path) => path.endsWith('.proto') && !path.startsWith('type/'))
  return [...own.map((path) => `quire/${path}`), 'google/rpc/status.proto', 'google/rpc/error_details.proto']
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}
