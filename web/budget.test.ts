import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { build } from 'vite'
import { budgetBytes, firstLoad, totalBytes } from './budget.ts'

let dist: string
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'quire-web-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dist, { recursive: true })
})

it('loads the search page with at most 150 kB of compressed script', { timeout: 60_000 }, async () => {
  vi.stubEnv('NODE_ENV', 'production') // as a real build has it; a test run's own would pull in React's development code
  await build({ root: import.meta.dirname, logLevel: 'error', build: { outDir: dist } })
  const files = firstLoad(dist)
  expect(files.length).toBeGreaterThan(0)
  expect(totalBytes(files), files.map(({ file, bytes }) => `${file}: ${bytes}`).join('\n')).toBeLessThan(budgetBytes)
})

it('counts what is imported at once, and once, and not what is loaded later', () => {
  const manifest = {
    'main.tsx': { file: 'main.js', isEntry: true, imports: ['a', 'b'], dynamicImports: ['later'] },
    a: { file: 'a.js', imports: ['b'] },
    b: { file: 'b.js' },
    later: { file: 'later.js', imports: ['a'] },
  }
  mkdirSync(join(dist, '.vite'))
  writeFileSync(join(dist, '.vite/manifest.json'), JSON.stringify(manifest))
  for (const { file } of Object.values(manifest)) writeFileSync(join(dist, file), file)
  expect(
    firstLoad(dist)
      .map(({ file }) => file)
      .toSorted(),
  ).toEqual(['a.js', 'b.js', 'main.js'])
})

it('refuses a build without a manifest entry instead of passing it', () => {
  mkdirSync(join(dist, '.vite'))
  writeFileSync(join(dist, '.vite/manifest.json'), '{}')
  expect(() => firstLoad(dist)).toThrow('no entry')
})
