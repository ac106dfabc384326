import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAlive, markOf } from '../processes.ts'
import { holdFolder, openFolder, readSecrets } from './folder.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quire-folder-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('the hold on a data folder', () => {
  it('refuses a second copy while the first one lives, and lets it in afterwards', async () => {
    const first = await holdFolder(dir)
    await expect(holdFolder(dir)).rejects.toThrow(`Quire already runs on ${dir} (process ${process.pid})`)
    first.release()
    const second = await holdFolder(dir)
    second.release()
  })

  it('sees through the hold of a dead copy, even when its number now belongs to another process', async () => {
    writeFileSync(
      join(dir, 'running.json'),
      JSON.stringify({ quire: { pid: process.pid, began: 'long ago' }, children: [] }),
    )
    const hold = await holdFolder(dir)
    expect(readFileSync(join(dir, 'running.json'), 'utf8')).not.toContain('long ago')
    hold.release()
  })

  it('sees through a hold that was broken off while it was written', async () => {
    writeFileSync(join(dir, 'running.json'), '{"quire":')
    const hold = await holdFolder(dir)
    hold.release()
  })

  it('waits for what the dead copy left running', async () => {
    const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const mark = markOf(left.pid as number)
    if (!mark) throw new Error('the child did not start')
    writeFileSync(join(dir, 'running.json'), JSON.stringify({ quire: { pid: 1, began: 'never' }, children: [mark] }))
    const taking = holdFolder(dir)
    left.kill('SIGTERM')
    const hold = await taking
    expect(isAlive(mark)).toBe(false)
    hold.release()
  })
})

describe('the secrets', () => {
  it('are made once and kept, for this user only', () => {
    const made = readSecrets(dir)
    expect(readSecrets(dir)).toEqual(made)
    expect(made.authSecret).toHaveLength(64)
    expect(made.demoPassword).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
    expect(statSync(join(dir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('name the file when somebody has broken it', () => {
    writeFileSync(join(dir, 'secrets.json'), '{')
    expect(() => readSecrets(dir)).toThrow(`${join(dir, 'secrets.json')} is not readable as JSON`)
  })
})

describe('opening a folder', () => {
  it('says which path is a file where a folder is needed', () => {
    writeFileSync(join(dir, 'file'), '')
    expect(() => openFolder(join(dir, 'file'))).toThrow('is a file where a folder is needed')
  })

  it.skipIf(process.getuid?.() === 0)('says which folder it may not write to', () => {
    chmodSync(dir, 0o500)
    expect(() => openFolder(dir)).toThrow(`Quire may not use ${dir}`)
  })
})
