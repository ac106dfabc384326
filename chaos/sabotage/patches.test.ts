// That every sabotage is caught takes minutes (`npm run chaos -- --sabotage`). That each still fits the code it breaks is checked here.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../scripts/root.ts'
import { listSabotages } from './run.ts'

const sabotages = listSabotages()

it('there are at least ten', () => {
  expect(sabotages.length).toBeGreaterThanOrEqual(10)
})

it.each(sabotages)('$name fits, and names tests that are there', ({ path, suite }) => {
  expect(spawnSync('git', ['apply', '--check', path], { cwd: root, encoding: 'utf8' }).stderr).toBe('')
  expect(existsSync(join(root, suite))).toBe(true)
})
