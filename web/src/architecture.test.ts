// Which folder may import which: ui ← parts ← features ← pages, and no feature knows another: what they share are parts. A page puts features together.
import { readFileSync, globSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const src = import.meta.dirname
const layer = { texts: 0, local: 1, api: 1, ui: 1, parts: 2, features: 3, pages: 4 } as const
type Layer = keyof typeof layer

it('keeps the arrows between folders', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: src }).filter((file) => !file.includes('.test.'))
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap((file) => broken(file, readFileSync(join(src, file), 'utf8')))).toEqual([])
})

it('would notice a broken one', () => {
  expect(broken('ui/x.tsx', "import { Link } from 'react-router'")).toHaveLength(1)
  expect(broken('ui/x.tsx', "import { trpc } from '../api/trpc.ts'")).toHaveLength(1)
  expect(broken('features/buy/x.tsx', "import { y } from '../offers/y.ts'")).toHaveLength(1)
  expect(broken('features/buy/x.tsx', "import { y } from '../../pages/y.tsx'")).toHaveLength(1)
  expect(broken('parts/x.tsx', "import { y } from '../features/buy/y.ts'")).toHaveLength(1)
  expect(broken('ui/x.tsx', "import { y } from '../parts/y.tsx'")).toHaveLength(1)
  expect(
    broken('features/buy/x.tsx', "import { z } from './z.ts'\nimport { Price } from '../../ui/price.tsx'"),
  ).toEqual([])
  expect(broken('api/x.ts', "import { z } from '@quire/server/router'")).toHaveLength(1)
  expect(broken('api/x.ts', "import type { AppRouter } from '@quire/server/router'")).toEqual([])
})

function broken(file: string, text: string): string[] {
  return [...text.matchAll(/import (type )?[^'"]*['"]([^'"]+)['"]/g)]
    .filter(([, type, target = '']) => !isAllowed(file, target, type !== undefined))
    .map(([, , target]) => `${file} → ${target}`)
}

function isAllowed(file: string, target: string, isType: boolean): boolean {
  if (target.startsWith('@quire/')) return isType // types flow from the server, code never does
  const from = layerOf(file)
  if (!target.startsWith('.')) return !(from === 'ui' && target.startsWith('react-router')) // ui knows no addresses
  const path = relative('/', join('/', dirname(file), target))
  const to = layerOf(path)
  if (from === null || to === null) return true // main, routes and paths are above and beside the layers
  if (from === 'features' && to === 'features') return featureOf(file) === featureOf(path)
  return from === to || layer[to] < layer[from]
}

function layerOf(file: string): Layer | null {
  const first = file.split('/')[0]?.replace(/\.ts$/, '') ?? ''
  return first in layer ? (first as Layer) : null
}

function featureOf(file: string): string {
  return file.split('/')[1] ?? ''
}
