// `npm run import -- FILE… [--format onix|openlibrary|csv] [--assume-format paperback]`: books into the catalogue of DATABASE_URL, else of the Quire
// that `npm start` runs here. server/import-catalogue.ts does it; run again, it goes on where it was.
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { listens } from './ports.ts'
import { Problem, failWith } from './problem.ts'
import { root } from './root.ts'
import { readConfig } from './start/config.ts'
import { readSecrets } from './start/folder.ts'

try {
  const { databaseUrl, dataDir } = readConfig(process.env)
  run(databaseUrl ?? (await embeddedUrl(dataDir)))
} catch (error) {
  failWith(error)
}

async function embeddedUrl(dataDir: string): Promise<string> {
  const { databasePort, databasePassword } = readSecrets(dataDir)
  if (databasePort === null || !(await listens('127.0.0.1', databasePort)))
    throw new Problem(
      'Quire does not run here. Start it with npm start, or say with DATABASE_URL which database the books go into.',
    )
  return `postgres://quire:${databasePassword}@127.0.0.1:${databasePort}/quire`
}

function run(databaseUrl: string): void {
  // npm runs this in the clone's root; the names of files are meant from where the person stands.
  const from = process.env['INIT_CWD'] ?? process.cwd()
  const args = process.argv.slice(2).map((arg, i, all) => {
    const isValue = all[i - 1]?.startsWith('--') === true && !all[i - 1]?.includes('=')
    return arg.startsWith('--') || isValue ? arg : resolve(from, arg)
  })
  const child = spawn(process.execPath, [join(root, 'server/import-catalogue.ts'), ...args], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: databaseUrl },
  })
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => child.kill(name))
  child.on('exit', (code) => (process.exitCode = code ?? 1))
}
