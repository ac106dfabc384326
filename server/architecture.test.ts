// architecture.ts holds for the code as it stands, and every rule still bites: each gets a planted violation that it must name.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { architecture } from './architecture.ts'
import * as rules from './architecture-rules.ts'
import type { Architecture } from './architecture-rules.ts'

const root = path.join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const isForeign = (name: string) => /(^|\/)(node_modules|dist[^/]*|gen)$/.test(name)
const listed = (pattern: string) =>
  globSync(pattern, { cwd: root, exclude: isForeign }).map((file) => file.split(path.sep).join('/'))

const code = new Map(
  listed('{server,seller-gateway,sandbox,proto,web}/**/*.{ts,tsx}').map((file) => [file, read(file)]),
)
const moduleFiles = listed('server/modules/**/*.*')
const generated = read('server/platform/db.gen.ts')
const tables = rules.tablesOf(generated)

/** What breaks a rule for a reason that is written here; one that does so no longer has to go. */
const accepted: readonly string[] = [
  // `me` is one read by the caller's own id; a verb around it would only say its name again.
  'server/modules/accounts/router.ts (router) imports ./queries.ts (queries)',
  // Sellers' schema of a condition: a row's text is checked by the schema that wrote it.
  'server/modules/orders/queries.ts (queries) imports #sellers (outside)',
]

describe('the code as it stands', () => {
  it('was found', () => {
    expect(moduleFiles.length).toBeGreaterThan(80)
    expect(tables.length).toBeGreaterThan(20)
    expect(rules.importsOf(code).length).toBeGreaterThan(500)
  })

  const findings: Record<string, () => string[]> = {
    'levels only go down': () => rules.checkLevels(architecture),
    'modules meet through # only': () => rules.checkModules(code, architecture),
    'files have the names of their roles': () => rules.checkNames(moduleFiles),
    'jobs are called after their module': () => rules.checkJobs(code),
    'every table has one owner': () => rules.checkOwners(generated, architecture),
    'SQL stands in queries.ts, for own tables': () => rules.checkSql(code, tables, architecture),
    'the imports map is the list of modules': () =>
      rules.checkImportsMap(JSON.parse(read('server/package.json')).imports, architecture),
    'workspaces and layers keep apart': () => rules.checkArrows(code),
  }
  it.each(Object.entries(findings))('%s', (_, check) => expect(check()).toEqual([]))

  it('roles use only roles below them, but for what is accepted', () => {
    expect(rules.checkRoles(code).toSorted()).toEqual(accepted.toSorted())
  })
})

const plant = (file: string, text: string) => new Map([[file, text]])
const inModule = (file: string, text: string) => plant(`server/modules/${file}`, text)
const two: Architecture = {
  low: { level: 1, mayImport: [], owns: ['book'] },
  high: { level: 2, mayImport: ['low'], owns: ['loan'] },
}
const map: Record<string, string | undefined> = {
  '#low': './modules/low/index.ts',
  '#high': './modules/high/index.ts',
  '#platform/*': './platform/*.ts',
  '#testing/*': './testing/*.ts',
}
const types = 'export interface DB {\n  book: Book;\n  loan: Loan;\n}'

describe('planted violations', () => {
  const planted: Record<string, string[]> = {
    'an arrow upwards': rules.checkLevels({ ...two, low: { level: 1, mayImport: ['high'], owns: [] } }),
    'an arrow sideways': rules.checkLevels({ ...two, high: { level: 1, mayImport: ['low'], owns: [] } }),
    'an arrow to nowhere': rules.checkLevels({ high: { level: 2, mayImport: ['gone'], owns: [] } }),

    'a module that is not allowed': rules.checkModules(inModule('low/get-book.ts', "import { x } from '#high'"), two),
    'a deep import': rules.checkModules(inModule('high/get-loan.ts', "import { x } from '#low/queries'"), two),
    'an escape by path': rules.checkModules(
      inModule('high/get-loan.ts', "import type { X } from '../low/model.ts'"),
      two,
    ),
    'an import over several lines': rules.checkModules(
      inModule('low/a.ts', "import {\n  x,\n  y,\n} from '#high'"),
      two,
    ),
    'a dynamic import': rules.checkModules(inModule('low/get-book.ts', "await import('#high')"), two),
    'a re-export': rules.checkModules(inModule('low/index.ts', "export { x } from '#high'"), two),
    'a test helper': rules.checkModules(inModule('low/get-book.ts', "import { x } from '#testing/world'"), two),
    'another workspace': rules.checkModules(inModule('low/get-book.ts', "import { x } from '@quire/sandbox'"), two),
    'a module nobody declared': rules.checkModules(inModule('stray/model.ts', "import 'zod'"), two),

    'its own index': rules.checkRoles(inModule('low/get-book.ts', "import { x } from './index.ts'")),
    'a router with a query': rules.checkRoles(inModule('low/router.ts', "import { x } from './queries.ts'")),
    'a verb with the router': rules.checkRoles(inModule('low/get-book.ts', "import type { X } from './router.ts'")),
    'a verb with the handlers': rules.checkRoles(inModule('low/get-book.ts', "import { x } from './handle-jobs.ts'")),
    'a query with a verb': rules.checkRoles(inModule('low/queries.ts', "import { x } from './get-book.ts'")),
    'a machine with a clock': rules.checkRoles(
      inModule('low/machine.ts', "import { systemClock } from '#platform/clock'"),
    ),
    'a decision with a query': rules.checkRoles(inModule('low/decide-loan.ts', "import { x } from './queries.ts'")),
    'a decision with the database': rules.checkRoles(
      inModule('low/decide.ts', "import { inTransaction } from '#platform/db'"),
    ),
    'a choice with randomness': rules.checkRoles(
      inModule('low/choose-copy.ts', "import { randomUUID } from 'node:crypto'"),
    ),

    'a file called helpers': rules.checkNames(['server/modules/low/helpers.ts']),
    'a noun': rules.checkNames(['server/modules/low/book-service.ts']),
    'a folder': rules.checkNames(['server/modules/low/utils/get-book.ts']),

    'a job of another module': rules.checkJobs(inModule('low/jobs.ts', "defineJob({\n  name: 'high.lendBook',")),
    'a dead letter elsewhere': rules.checkJobs(inModule('low/jobs.ts', "queue: { deadLetter: 'dead' }")),

    'a table without an owner': rules.checkOwners(types.replace('book:', 'shelf: Shelf;\n  book:'), two),
    'a table with two owners': rules.checkOwners(types, { ...two, other: { level: 1, mayImport: [], owns: ['book'] } }),
    'a table that is gone': rules.checkOwners(types.replace('  loan: Loan;\n', ''), two),

    'a table of another module': rules.checkSql(
      inModule('low/queries.ts', "db.$pickTables<'book' | 'loan'>()"),
      rules.tablesOf(types),
      two,
    ),
    'the same in words': rules.checkSql(
      inModule('low/queries.ts', "$pickTables<'book'>; sql`select 1 from loan`"),
      rules.tablesOf(types),
      two,
    ),
    'queries of all tables': rules.checkSql(
      inModule('low/queries.ts', "db.selectFrom('book')"),
      rules.tablesOf(types),
      two,
    ),
    'SQL in a verb': rules.checkSql(inModule('low/get-book.ts', 'sql<number>`select 1`'), rules.tablesOf(types), two),
    'a query in a verb': rules.checkSql(
      inModule('low/get-book.ts', "tx.updateTable('book')"),
      rules.tablesOf(types),
      two,
    ),

    'a shortcut in the imports map': rules.checkImportsMap({ ...map, '#low/*': './modules/low/*.ts' }, two),
    'a public face elsewhere': rules.checkImportsMap({ ...map, '#low': './modules/low/queries.ts' }, two),
    'a module that is missing there': rules.checkImportsMap({ ...map, '#low': undefined }, two),

    'platform with a module': rules.checkArrows(plant('server/platform/db.ts', "import { x } from '#orders'")),
    'a module with app': rules.checkArrows(
      inModule('low/get-book.ts', "import { readConfig } from '../../app/config.ts'"),
    ),
    'another entry with app': rules.checkArrows(plant('server/load-demo.ts', "import { x } from './app/deps.ts'")),
    'the server with the gateway': rules.checkArrows(
      plant('server/app/deps.ts', "import { x } from '@quire/seller-gateway'"),
    ),
    'the gateway with the server': rules.checkArrows(
      plant('seller-gateway/rpc/a.ts', "import { x } from '../../server/platform/db.ts'"),
    ),
    'the sandbox with the gateway': rules.checkArrows(
      plant('sandbox/world.ts', "import { x } from '@quire/seller-gateway'"),
    ),
    'an adapter with another': rules.checkArrows(
      plant('seller-gateway/adapters/grpc/client.ts', "import { x } from '../soap-trade/wire.ts'"),
    ),
    'an adapter with the breaker': rules.checkArrows(
      plant('seller-gateway/adapters/grpc/client.ts', "import { x } from '../../core/policy.ts'"),
    ),
    'core with a protocol': rules.checkArrows(
      plant('seller-gateway/core/fan-out.ts', "import { x } from '../adapters/grpc/index.ts'"),
    ),
    'the web with the server running': rules.checkArrows(
      plant('web/src/api/trpc.ts', "import { appRouter } from '@quire/server/router'"),
    ),
    'the web with the contracts': rules.checkArrows(
      plant('web/src/api/trpc.ts', "import type { x } from '@quire/proto'"),
    ),
    'a feature with another': rules.checkArrows(
      plant('web/src/features/buy/draft.ts', "import { x } from '../offers/board-rows.ts'"),
    ),
    'a button with a page': rules.checkArrows(
      plant('web/src/ui/button.tsx', "import { x } from '../pages/book-page.tsx'"),
    ),
  }
  it.each(Object.entries(planted))('%s is caught', (_, findings) => expect(findings).toHaveLength(1))

  it('is silent about what is allowed', () => {
    const fine = [
      "import { z } from 'zod'\nimport { x } from '#low'\nimport type { Y } from '@quire/proto'",
      "import { readFile } from 'node:fs/promises'\nimport { findLoan } from './queries.ts'",
    ]
    for (const text of fine) {
      const file = inModule('high/get-loan.ts', text)
      expect([...rules.checkModules(file, two), ...rules.checkRoles(file), ...rules.checkArrows(file)]).toEqual([])
    }
    expect(
      rules.checkArrows(plant('web/src/api/trpc.ts', "import type { AppRouter } from '@quire/server/router'")),
    ).toEqual([])
  })
})
