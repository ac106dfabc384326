// Is the production shape true? Checks docker-compose.yml and the Dockerfile against the repository: every path that they name is there, every
// service says what it runs, every variable is documented; and docs/configuration.md against the code: nothing undocumented is read, and
// nothing documented is read by nobody. Docker itself is not needed.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root } from './root.ts'

interface Service {
  build?: string
  image?: string
  command?: string[]
  environment?: Record<string, string | number | null>
  depends_on?: Record<string, unknown>
  volumes?: string[]
  configs?: { source: string }[]
}

interface Compose {
  services: Record<string, Service>
  volumes?: Record<string, unknown>
  configs?: Record<string, unknown>
}

// read by the images of PostgreSQL and OpenSearch themselves
const theirs = /^(POSTGRES_(USER|DB|PASSWORD)|discovery\.type|DISABLE_SECURITY_PLUGIN|OPENSEARCH_JAVA_OPTS)$/
const variable =
  /(?<![A-Z_])(?:QUIRE_[A-Z_]+[A-Z]|DATABASE_URL|REDIS_URL|OPENSEARCH_URL|STRIPE_[A-Z_]+[A-Z]|BETTER_AUTH_SECRET)(?![A-Z_])/g

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose
const table = new Map(
  [...read('docs/configuration.md').matchAll(/^\| `([A-Z_]+)` \|[^|]*\| ([^|]*) \|/gm)].map(([, name, by]) => [
    name,
    by,
  ]),
)
const readers = variablesRead()

const faults = [
  ...Object.entries(compose.services).flatMap(([name, service]) =>
    faultsOf(name, service).map((fault) => `${name}: ${fault}`),
  ),
  ...pathsOfDockerfile()
    .filter((path) => !exists(path))
    .map((path) => `Dockerfile: there is no ${path}`),
  ...[...readers]
    .filter((name) => !table.has(name))
    .map((name) => `${name} is read, but docs/configuration.md does not know it`),
  ...mentions().flatMap(([file, name]) => (readers.has(name) ? [] : [`${file} names ${name}, which nothing reads`])),
  ...[...table].flatMap(([name, by]) =>
    name && by !== 'compose' && !readers.has(name)
      ? [`docs/configuration.md explains ${name}, which nothing reads`]
      : [],
  ),
]
for (const fault of faults) process.stdout.write(`${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1

function faultsOf(name: string, service: Service): string[] {
  const { depends_on: others = {}, volumes = [], configs = [] } = service
  return [
    ...faultsOfRole(service),
    ...Object.keys(others).flatMap((other) =>
      compose.services[other] ? [] : [`depends on ${other}, which is no service`],
    ),
    ...volumes.flatMap((volume) => (isVolume(volume.split(':')[0] ?? '') ? [] : [`volume ${volume} is not there`])),
    ...configs.flatMap(({ source }) => (compose.configs?.[source] ? [] : [`config ${source} is not there`])),
    ...faultsOfVariables(name, service),
  ]
}

function faultsOfRole({ build, image, command }: Service): string[] {
  if (!build) return image ? [] : ['neither build nor image']
  if (!exists(join(build, 'Dockerfile'))) return ['no Dockerfile where it builds']
  const entry = command?.find((part) => part.endsWith('.ts'))
  if (!entry) return ['the image has many roles: say the entry point in its command']
  return exists(entry) ? [] : [`its command names ${entry}, which is not there`]
}

function isVolume(source: string): boolean {
  return source.startsWith('.') ? exists(source) : source in (compose.volumes ?? {})
}

function faultsOfVariables(name: string, { environment = {}, build }: Service): string[] {
  const set = Object.keys(environment).filter((each) => !theirs.test(each))
  const named = Object.values(environment).flatMap((value) =>
    [...String(value).matchAll(/\$\{([A-Z_]+)/g)].flatMap(([, each]) => each ?? []),
  )
  return [
    ...set.filter((each) => build && !readers.has(each)).map((each) => `sets ${each}, which nothing reads`),
    ...[...set, ...named].filter((each) => !table.has(each)).map((each) => `${each} is not in docs/configuration.md`),
    ...(name === 'server' && !('QUIRE_HOST' in environment) ? ['listens on loopback only: set QUIRE_HOST'] : []),
  ]
}

/** Every variable of ours that the code takes from its environment: named in a config.ts, or asked of process.env on the spot. */
function variablesRead(): Set<string> {
  return new Set(
    sources().flatMap((file) => {
      const text = withoutComments(read(file))
      const places = /(^|\/)config\.ts$/.test(file) ? [text] : (text.match(/process\.env(\['\w+'\]|\.\w+)/g) ?? [])
      return places.flatMap((place) => place.match(variable) ?? [])
    }),
  )
}

/** Every mention of a variable in the code, with the file. A test may set what another process reads, but not what nobody does. */
function mentions(): [string, string][] {
  return sources().flatMap((file) =>
    [...new Set(withoutComments(read(file)).match(variable))].map((name): [string, string] => [file, name]),
  )
}

function sources(): string[] {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n')
  return files.filter((file) => file && !/\.test\.ts$|\.gen\.ts$|check-compose\.ts$/.test(file) && exists(file))
}

function withoutComments(source: string): string {
  return source.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '').replaceAll(/ \/\/ .*$/gm, '')
}

function pathsOfDockerfile(): string[] {
  const copies = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)]
  return copies.flatMap(([, sources]) => (sources ?? '').split(' '))
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

function exists(path: string): boolean {
  return existsSync(join(root, path))
}
