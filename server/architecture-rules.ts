// The rules of the architecture as pure functions: sources in, sentences about what breaks them out. architecture.test.ts runs them over the
// repository, and over planted violations, so that a rule that has gone blind is noticed.
import type { ModuleRule } from './architecture.ts'

export type Architecture = Readonly<Record<string, ModuleRule>>
/** Text by path from the clone's root, such as `server/modules/orders/router.ts`. */
export type Sources = ReadonlyMap<string, string>

interface Import {
  readonly path: string
  readonly name: string
  readonly isType: boolean
}

const statement =
  /^(?:import\s+(type\s+)?(?:[\w$*{}\s,]+?\s+from\s+)?|export\s+(type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[\w$\s,]*\})\s+from\s+)'([^']+)'/gm
const dynamic = /\bimport\(\s*'([^']+)'/g

/** Every import and re-export of the sources, dynamic ones too. */
export function importsOf(sources: Sources): Import[] {
  return [...sources].flatMap(([path, text]) => [
    ...[...text.matchAll(statement)].map(([, type, typeToo, name = '']) => ({
      path,
      name,
      isType: Boolean(type ?? typeToo),
    })),
    ...[...text.matchAll(dynamic)].map(([, name = '']) => ({ path, name, isType: false })),
  ])
}

const isTest = (path: string) => /\.test\.tsx?$|\/testing\/|\/e2e\/|\/demo\//.test(path)
const moduleOf = (path: string) => /^server\/modules\/([\w-]+)\//.exec(path)?.[1] ?? null
const fileOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const isPackage = (name: string) => /^(node:|@?[a-z])/.test(name) && !name.startsWith('@quire/')

/** Levels only go down, and what is imported exists. */
export function checkLevels(architecture: Architecture): string[] {
  return Object.entries(architecture).flatMap(([name, { level, mayImport }]) =>
    mayImport
      .filter((other) => (architecture[other]?.level ?? Infinity) >= level)
      .map((other) => `${name} (level ${level}) may not import ${other}: arrows go to lower levels only`),
  )
}

/** Modules meet through `#name` of a module they may import, and through nothing else. */
export function checkModules(sources: Sources, architecture: Architecture): string[] {
  return importsOf(sources).flatMap(({ path, name }) => {
    const module = moduleOf(path)
    if (module === null || isTest(path)) return []
    const rule = architecture[module]
    if (!rule) return [`${path}: ${module} is not in architecture.ts`]
    const isOwn = /^\.\/[\w-]+\.ts$/.test(name)
    if (isOwn && name !== './index.ts') return []
    if (/^#platform\/[\w.-]+$/.test(name) || isPackage(name) || /^@quire\/proto(\/\w+)?$/.test(name)) return []
    if (rule.mayImport.some((other) => name === `#${other}`)) return []
    return [`${path} imports ${name}`]
  })
}

type Role = 'index' | 'router' | 'handlers' | 'jobs' | 'queries' | 'machine' | 'model' | 'pure' | 'verb'

// Pure by name: a decision, a choice, a translation. They get time and ids as data.
const pure =
  /^(?:(?:decide|choose|to|rank|classify|compare|narrate|fold|stem|analyze|pack|say|translate)(?:-[a-z-]+)?|habits|moves|purchase|checkout|keys|edit-distance|synonyms)\.ts$/

function roleOf(file: string): Role {
  const plain = /^(?:[a-z]+-(?=queries))?(index|router|jobs|queries|machine|model)\.ts$/.exec(file)?.[1]
  if (plain) return plain as Role
  if (file === 'handle-jobs.ts') return 'handlers'
  return pure.test(file) ? 'pure' : 'verb'
}

// router, jobs → verbs → machine, queries. Types may be borrowed from anywhere below.
const mayUse: Readonly<Record<Role, readonly Role[]>> = {
  index: ['router', 'handlers', 'jobs', 'queries', 'machine', 'model', 'pure', 'verb'],
  router: ['model', 'pure', 'verb'],
  handlers: ['jobs', 'model', 'pure', 'verb'],
  jobs: ['model', 'pure', 'verb'],
  verb: ['jobs', 'queries', 'machine', 'model', 'pure', 'verb'],
  queries: ['machine', 'model', 'pure'],
  model: ['machine', 'model', 'pure'],
  pure: ['machine', 'model', 'pure'],
  machine: [],
}

const outside: Readonly<Partial<Record<Role, RegExp>>> = {
  machine: /^#platform\/(fsm|money)$/,
  queries: /^(#platform\/[\w.-]+|kysely(\/.+)?)$/,
  pure: /^(#(?!platform\/)[a-z]+|#platform\/(errors|fsm|ids|isbn|json|money|outcome|pending)|zod|@quire\/proto\/\w+)$/,
}

/** Within a module each file uses only the roles below its own; queries, machines and pure files also stay away from the world. */
export function checkRoles(sources: Sources): string[] {
  return importsOf(sources)
    .filter(({ path }) => moduleOf(path) !== null && !isTest(path))
    .flatMap(({ path, name, isType }) => {
      const role = roleOf(fileOf(path))
      const used = name.startsWith('./') ? roleOf(name.slice(2)) : null
      return isInRole(role, { name, isType, used }) ? [] : [`${path} (${role}) imports ${name} (${used ?? 'outside'})`]
    })
}

function isInRole(role: Role, { name, isType, used }: { name: string; isType: boolean; used: Role | null }): boolean {
  if (used === 'index') return false
  if (isType) return used !== 'router'
  return used === null ? (outside[role]?.test(name) ?? true) : mayUse[role].includes(used)
}

const verbs =
  'adjust advance analyze apply ask authorize cancel capture check choose classify close collect compare connect create decide drive ensure find fold get handle import ' +
  'index intend keep list merge move note open pack parse rank read receive recheck reconcile record register reserve return revoke run save say settle simulate start stem stream ' +
  'suggest sweep take to update verify void ' +
  'approve follow refund request translate ' +
  'decrypt encrypt issue mark protect serve sign ' + // drm
  'borrow grant place remind renew' // ebooks
// Nouns that say more than a verb would: the thing that the module is about, or a port.
const nouns =
  'advance decide intend keys moves narrate purchase ' + // buying
  'checkout ' +
  'board directory gateway habits onboarding translate engine postgres-engine opensearch-engine replica edit-distance synonyms'
const standard = 'index model router machine queries jobs'
const anyOf = (words: string) => `(?:${words.replaceAll(' ', '|')})`
const allowedName = new RegExp(
  `^(?:(?:${anyOf(standard)}|[a-z]+-queries|${anyOf(nouns)}|${anyOf(verbs)}-[a-z][a-z-]*)\\.ts|[a-z][a-z.-]*\\.test\\.ts` +
    '|SPEC\\.md|queries\\.golden\\.sql|relevance\\.tsv|demo/[a-z-]+\\.(?:ts|csv))$',
)

/** A module's files have the names that a reader expects. `paths` are all of its files, not only code. */
export function checkNames(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => {
    const [, module, rest = ''] = /^server\/modules\/([\w-]+)\/(.+)$/.exec(path) ?? []
    return module !== undefined && !allowedName.test(rest)
  })
}

/** A job is called after its module, and so is the queue where it goes when it has failed for good. */
export function checkJobs(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    const module = moduleOf(path)
    if (module === null || isTest(path)) return []
    const names = [...text.matchAll(/defineJob\(\{\s*name: '([^']*)'|deadLetter: '([^']*)'/g)]
    return names
      .map(([, name, dead]) => name ?? dead ?? '')
      .filter((name) => !new RegExp(`^${module}\\.[a-z][A-Za-z]*$`).test(name))
      .map((name) => `${path}: ${name} does not begin with "${module}."`)
  })
}

/** Every table of the database has exactly one owner. */
export function checkOwners(generatedTypes: string, architecture: Architecture): string[] {
  const owned = Object.values(architecture).flatMap(({ owns }) => owns)
  const tables = tablesOf(generatedTypes)
  return [
    ...tables.filter((table) => !owned.includes(table)).map((table) => `nobody owns ${table}`),
    ...owned.filter((table) => !tables.includes(table)).map((table) => `there is no table ${table}`),
    ...owned.filter((table, i) => owned.indexOf(table) !== i).map((table) => `${table} has two owners`),
  ]
}

export function tablesOf(generatedTypes: string): string[] {
  const [, body = ''] = /export interface DB \{([^}]*)\}/.exec(generatedTypes) ?? []
  return [...body.matchAll(/^\s*(\w+):/gm)].map(([, table = '']) => table)
}

/** SQL stands in queries.ts, or `<for whom>-queries.ts` where one file would be too long; each names its own tables and no others, in Kysely and in text. */
export function checkSql(sources: Sources, tables: readonly string[], architecture: Architecture): string[] {
  return [...sources].flatMap(([path, text]) => {
    const module = moduleOf(path)
    if (module === null || isTest(path)) return []
    const hasSql = /\bsql(?:<[^`]*>)?`|\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(|\$pickTables/.test(text)
    if (roleOf(fileOf(path)) !== 'queries') return hasSql ? [`${path} holds SQL`] : []
    const [, picked] = /\$pickTables<([^>]*)>/.exec(text) ?? []
    if (picked === undefined) return [`${path} does not say which tables it uses`]
    const written = [...text.matchAll(/\b(?:from|join|into|update)\s+"?([a-z][a-z_]*)/g)].map(([, name = '']) =>
      camel(name),
    )
    const used = [...[...picked.matchAll(/'(\w+)'/g)].map(([, name = '']) => name), ...written]
    const foreign = used.filter((name) => tables.includes(name) && !architecture[module]?.owns.includes(name))
    return [...new Set(foreign)].map((name) => `${path} uses ${name}, which is not ${module}'s`)
  })
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The imports map of server/package.json is the list of modules; `#platform/*` and `#testing/*` are its only other lines. */
export function checkImportsMap(
  imports: Readonly<Record<string, string | undefined>>,
  architecture: Architecture,
): string[] {
  const modules = Object.keys(architecture).map((name) => [`#${name}`, `./modules/${name}/index.ts`])
  const wanted: Record<string, string> = {
    ...Object.fromEntries(modules),
    '#platform/*': './platform/*.ts',
    '#testing/*': './testing/*.ts',
  }
  const names = new Set([...Object.keys(imports), ...Object.keys(wanted)])
  return [...names]
    .filter((name) => imports[name] !== wanted[name])
    .map((name) => `${name} in imports is ${imports[name] ?? 'missing'}, should be ${wanted[name] ?? 'absent'}`)
}

// Where a part of the repository may reach. First match wins; whatever is not matched is not ruled here.
const arrows: readonly { from: RegExp; but?: RegExp; not: RegExp; says: string }[] = [
  { from: /^server\/platform\//, not: /^#(?!platform\/)|^\.\.\//, says: 'platform knows no module' },
  { from: /^server\/modules\//, not: /^#testing\/|\bapp\//, says: 'modules know neither app nor tests' },
  {
    from: /^server\/[\w-]+\.ts$/,
    but: /^server\/(main|worker)\.ts$/,
    not: /^\.\/app\//,
    says: 'only main and worker start app',
  },
  { from: /^server\//, not: /^@quire\/(?!proto(\/|$))/, says: 'the server knows only the contracts' },
  {
    from: /^seller-gateway\//,
    not: /^@quire\/(?!proto(\/|$))|\/server\//,
    says: 'the gateway knows only the contracts',
  },
  {
    from: /^sandbox\//,
    not: /^@quire\/(?!proto(\/|$))|\/(server|seller-gateway)\//,
    says: 'the outside world knows only the contracts',
  },
  { from: /^proto\//, not: /^@quire\/|^\.\.\//, says: 'the contracts know nobody' },
  {
    from: /^seller-gateway\/adapters\//,
    not: /^\.\.\/(?!\.\.\/core\/)|\/core\/(policy|fan-out|lookups)\.ts$/,
    says: 'an adapter only translates',
  },
  {
    from: /^seller-gateway\/core\//,
    but: /\/registry\.ts$/,
    not: /\/(rpc|adapters|onboarding|store)\//,
    says: 'core knows no protocol and keeps nothing',
  },
  { from: /^web\/src\/features\//, not: /^\.\.\/(?!\.\.\/)|\/(features|pages)\//, says: 'features know no features' },
  { from: /^web\/src\/(ui|local|api)\//, not: /\/(features|pages)\//, says: 'the parts of pages know no pages' },
]

/** What may not be known from where: between workspaces, and between the layers inside them. */
export function checkArrows(sources: Sources): string[] {
  return importsOf(sources).flatMap(({ path, name, isType }) => {
    if (isTest(path)) return []
    if (path.startsWith('web/') && name.startsWith('@quire/'))
      return isType && name === '@quire/server/router'
        ? []
        : [`${path} imports ${name}: only the router's type, as a type`]
    return arrows
      .filter(({ from, but, not }) => from.test(path) && !but?.test(path) && not.test(name))
      .map(({ says }) => `${path} imports ${name}: ${says}`)
  })
}
