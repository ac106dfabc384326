// The steps that run nothing of Quire's: types, style, contracts, generated files, packaging, and whether each entry point loads on plain Node.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../root.ts'
import { execute, passed, tool } from './step.ts'
import type { Result, Step } from './step.ts'

const workspaces = ['proto', 'server', 'seller-gateway', 'sandbox', 'web', 'scripts', 'bench', 'chaos']

const entries = [
  'sandbox/main.ts',
  'seller-gateway/main.ts',
  'scripts/start.ts',
  'scripts/test.ts',
  'scripts/gen.ts',
  'scripts/conformance.ts',
]
entries.push(
  ...[
    'main',
    'worker',
    'migrate',
    'load-demo',
    'load-ebooks',
    'seed-accounts',
    'check-stock',
    'receive-goods',
    'import-catalogue',
  ].map((name) => `server/${name}.ts`),
)

export function staticSteps(): Step[] {
  const typed = workspaces.filter((name) => existsSync(join(root, name, 'tsconfig.json')))
  return [
    ...typed.map((name) => tool(`types: ${name}`, 'tsc', ['-p', name])),
    tool('lint', 'oxlint', []),
    tool('format', 'oxfmt', ['--check', '.']),
    tool('nothing unused', 'knip', []),
    tool('contracts', 'buf', ['lint'], join(root, 'proto')),
    // against a file and not against git: a clone may be shallow, or no clone at all
    tool(
      'contracts keep their word',
      'buf',
      ['breaking', '--against', 'released/contracts.txtpb'],
      join(root, 'proto'),
    ),
    tool('generated files', 'node', ['scripts/gen.ts', '--check', '--without-golden']),
    tool('lock file names every platform', 'node', ['scripts/complete-lock.ts', '--check']),
    tool('docker-compose.yml', 'node', ['scripts/check-compose.ts']),
    ...entries.map(loads),
  ]
}

/**
 * Loads what an entry point imports, on plain Node, without running it: the tests' runner would hide an enum, a missing extension or a
 * package that is not declared.
 */
function loads(entry: string): Step {
  return {
    name: `loads: ${entry}`,
    async run(): Promise<Result> {
      const file = join(root, entry)
      const syntax = await execute(process.execPath, ['--check', file])
      if (syntax.code !== 0) return { passed: 0, failed: 1, skipped: 0, words: syntax.words }
      const imports = importsOf(readFileSync(file, 'utf8'))
      const script = `for (const name of ${JSON.stringify(imports)}) await import(name)\nprocess.exit(0)`
      // from the entry's own folder, so that './x.ts' and '#x' mean what they mean there
      const { code, words } = await execute(process.execPath, ['--input-type=module', '-e', script], {
        cwd: dirname(file),
      })
      return code === 0 ? passed() : { passed: 0, failed: 1, skipped: 0, words }
    },
  }
}

function importsOf(source: string): string[] {
  return [...source.matchAll(/^import (?!type )(?:[^'"]*? from )?['"]([^'"]+)['"]/gm)].flatMap(([, name]) => name ?? [])
}
