import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort, isFree } from '../ports.ts'
import { hasEnded, markOf } from '../processes.ts'
import { root } from '../root.ts'
import { startCluster } from './cluster.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quire-cluster-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function options() {
  return { dir: join(dir, 'postgres'), port: await freePort(), password: 'secret', throwaway: true }
}

it('is made, stopped and started again', async () => {
  const wanted = await options()
  const first = await startCluster(wanted)
  expect(first.url('quire')).toBe(`postgres://quire:secret@127.0.0.1:${wanted.port}/quire`)
  await first.stop()
  expect(await first.ended).toBe('ended with 0')
  const again = await startCluster(wanted)
  expect(await isFree(wanted.port)).toBe(false)
  await again.stop()
})

it('starts where a killed one left its lock, though the number belongs to another process now', async () => {
  const wanted = await options()
  const first = await startCluster(wanted)
  process.kill(first.pid, 'SIGKILL')
  await first.ended
  const file = join(wanted.dir, 'postmaster.pid')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)))
  const second = await startCluster(wanted)
  await second.stop()
})

it('ends when the process that started it is killed with -9', async () => {
  const wanted = await options()
  const source = `
    const { startCluster } = await import(${JSON.stringify(join(root, 'scripts/postgres/cluster.ts'))})
    console.log((await startCluster(${JSON.stringify(wanted)})).pid)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
  const mark = markOf(Number(line))
  if (!mark) throw new Error('PostgreSQL does not run')
  parent.kill('SIGKILL')
  expect(await hasEnded(mark, 20_000)).toBe(true)
})

it('says in its own words why it cannot start', async () => {
  const wanted = await options()
  const first = await startCluster(wanted)
  const elsewhere = { ...wanted, dir: join(dir, 'other') }
  await expect(startCluster(elsewhere)).rejects.toThrow(/could not be started[^]*Address already in use/)
  await first.stop()
})
