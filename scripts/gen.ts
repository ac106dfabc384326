// Everything that is generated from something else, in one place: `npm run gen` writes it, `npm run gen:check` fails when a file is not
// what would be written. What is generated: the contracts' types, the database's types, the queries' SQL, the pictures and tables in the documents.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { failWith } from './problem.ts'
import { databaseTypes } from './gen/database-types.ts'
import { documents } from './gen/documents.ts'
import { conformanceChecks } from './gen/conformance-checks.ts'
import { contractTypes } from './gen/contract-types.ts'
import { goldenSql } from './gen/golden-sql.ts'
import { stoppingPage } from './gen/stopping-page.ts'
import { root } from './root.ts'

const check = process.argv.includes('--check')

try {
  const wanted = {
    ...(await contractTypes()),
    ...(await databaseTypes()),
    ...(await documents()),
    ...stoppingPage(),
    ...conformanceChecks(),
    ...stoppingPage(),
  }
  const stale = Object.keys(wanted).filter((path) => current(path) !== wanted[path])
  if (check) {
    for (const path of stale) process.stdout.write(`${path} is not what would be generated\n`)
  } else {
    for (const path of stale) {
      const text = wanted[path]
      if (text === undefined) continue
      mkdirSync(dirname(join(root, path)), { recursive: true }) // a new package's folder
      writeFileSync(join(root, path), text)
      process.stdout.write(`${path} written\n`)
    }
  }
  // the tests compare the golden SQL; `npm test` runs them anyway, so only a lone check does it here
  const goldenHolds = check && process.argv.includes('--without-golden') ? true : goldenSql({ write: !check })
  if (check && (stale.length > 0 || !goldenHolds)) {
    process.stdout.write('Run: npm run gen\n')
    process.exit(1)
  }
} catch (error) {
  failWith(error)
}

function current(path: string): string | undefined {
  const file = join(root, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
