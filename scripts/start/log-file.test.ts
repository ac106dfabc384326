import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openLog } from './log-file.ts'

it('is cut off at its size, with the part before kept', () => {
  const dir = mkdtempSync(join(tmpdir(), 'quire-log-'))
  try {
    const path = join(dir, 'server.log')
    const log = openLog(path)
    const line = 'x'.repeat(1024 * 1024)
    for (let i = 0; i < 25; i++) log.write(line)
    expect(existsSync(`${path}.1`)).toBe(true)
    expect(statSync(path).size + statSync(`${path}.1`).size).toBeLessThan(23 * 1024 * 1024)
    expect(log.tail()).toHaveLength(25)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

it('never fails its writer', () => {
  const dir = mkdtempSync(join(tmpdir(), 'quire-log-'))
  const log = openLog(join(dir, 'server.log'))
  rmSync(dir, { recursive: true })
  log.write('still here')
  expect(log.tail()).toEqual(['still here'])
})
