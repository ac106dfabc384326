import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hasEnded, markOf } from '../processes.ts'
import { root } from '../root.ts'
import { runChild, startChild } from './child.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quire-child-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function program(name: string, source: string) {
  const file = join(dir, `${name}.mjs`)
  writeFileSync(file, source)
  return { name, entry: relative(root, file), env: { PATH: process.env['PATH'] ?? '' }, logDir: dir }
}

it('is ready when it says so, keeps its words in a file, and stops when asked', async () => {
  const running = await startChild(
    program('server', `console.log('warming up'); console.log('server ready: here'); setInterval(() => {}, 1000)`),
  )
  expect(running.tail()).toEqual(['warming up', 'server ready: here'])
  expect(readFileSync(join(dir, 'server.log'), 'utf8')).toBe('warming up\nserver ready: here\n')
  await running.stop()
  expect(await running.ended).toBe('ended by SIGTERM')
})

it('says why it did not start', async () => {
  const broken = program('gateway', `console.error('no such contract'); process.exit(3)`)
  await expect(startChild(broken)).rejects.toThrow(/The gateway ended with 3 while it was starting[^]*no such contract/)
})

it('gives what a program printed, or why it failed', async () => {
  expect(await runChild(program('migrate', `console.log('up to date')`))).toBe('up to date')
  await expect(runChild(program('migrate2', `throw new Error('no table')`))).rejects.toThrow(/ended with 1[^]*no table/)
})

it('ends a program whose supervisor was killed with -9', async () => {
  const { entry } = program('orphan', `console.log('orphan ready'); setInterval(() => {}, 1000)`)
  const source = `
    const { startChild } = await import(${JSON.stringify(join(root, 'scripts/start/child.ts'))})
    const running = await startChild(${JSON.stringify({ name: 'orphan', entry, env: {}, logDir: dir })})
    console.log(running.pid)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
  const mark = markOf(Number(line))
  if (!mark) throw new Error('the orphan does not run')
  parent.kill('SIGKILL')
  expect(await hasEnded(mark, 10_000)).toBe(true)
})
