// What the walk needs of this machine: a Python that can install packages, a bash, and grpcurl or its stand-in.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from '../gate/step.ts'
import { root } from '../root.ts'

/** The folder of stand-ins (null when none is needed), or why the walk cannot be made here. */
export type Tools = { bin: string | null } | { lacks: string }

const oldestPython = [3, 10] // as the example says

/** Makes ready in `dir` what is not on the machine. */
export async function findTools(dir: string): Promise<Tools> {
  if (process.platform === 'win32') return { lacks: 'the guide is written for a Unix shell' }
  const python = await execute('python3', ['-c', 'import sys; print(*sys.version_info[:2])'])
  const [major = 0, minor = 0] = python.code === 0 ? python.words.trim().split(' ').map(Number) : []
  if (major !== oldestPython[0] || minor < Number(oldestPython[1]))
    return { lacks: `no Python ${oldestPython.join('.')} or newer on this machine (python3)` }
  if ((await execute('bash', ['--version'])).code !== 0) return { lacks: 'no bash on this machine' }
  const packages = [...pinned(), `grpcio-reflection==${version('grpcio')}`]
  const venv = join(dir, 'tools')
  for (const [program, args] of [
    ['python3', ['-m', 'venv', venv]],
    [join(venv, 'bin/pip'), ['install', '--quiet', ...packages]],
  ] as const) {
    const { code, words } = await execute(program, [...args])
    if (code !== 0) return { lacks: `its Python packages cannot be installed: ${words.trim().split('\n').at(-1)}` }
  }
  return { bin: (await execute('grpcurl', ['-version'])).code === 0 ? null : standIn(dir, venv) }
}

/** grpcurl, done in Python by the same reflection. */
function standIn(dir: string, venv: string): string {
  const bin = join(dir, 'bin')
  mkdirSync(bin)
  const script = join(root, 'scripts/integrators/grpcurl.py')
  writeFileSync(join(bin, 'grpcurl'), `#!/bin/sh\nexec "${venv}/bin/python" "${script}" "$@"\n`)
  chmodSync(join(bin, 'grpcurl'), 0o755)
  return bin
}

function pinned(): string[] {
  const text = readFileSync(join(root, 'examples/python-seller/requirements.txt'), 'utf8')
  return text.split('\n').filter((line) => /^\w/.test(line))
}

function version(name: string): string {
  return (
    pinned()
      .find((line) => line.startsWith(`${name}==`))
      ?.split('==')[1] ?? ''
  )
}
