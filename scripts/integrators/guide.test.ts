// What the guide for integrators says is there: on machines without Python, where it is not walked, at least nothing in it is made up.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contracts } from '../../proto/index.ts'
import { expect, it } from 'vitest'
import { root } from '../root.ts'
import { guide, readBlocks } from './read-blocks.ts'

const text = readFileSync(join(root, guide), 'utf8')
const blocks = readBlocks()
const lines = blocks.flatMap((block) => block.text.trim().split('\n'))
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

it('begins with starting Quire, and sells a book at the end', () => {
  expect(blocks[0]).toMatchObject({ where: 'quire', text: 'npm start\n' })
  expect(blocks.at(-1)?.when).toBe('sold')
  expect(blocks.filter(({ when }) => when === 'background')).toHaveLength(1)
})

it.each(lines.filter((line) => /^grpcurl .*quire\./.test(line)))('%s calls what there is', (line) => {
  const [, service = '', method = ''] = /(quire\S+)\/(\w+)/.exec(line) ?? []
  expect(Object.keys(contracts[service] ?? {})).toContain(method)
})

it.each(lines.filter((line) => line.startsWith('npm ')))('%s is a script', (line) => {
  const [, name = ''] = /^npm (?:run )?(\S+)/.exec(line) ?? []
  expect(Object.keys(scripts)).toContain(name)
})

it.each([...text.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path = '']) => path))('the file %s is there', (path) => {
  expect(existsSync(join(root, 'docs', path))).toBe(true)
})

it('shows no command but those that are run', () => {
  expect(text.match(/^```\w*/gm)?.filter((fence) => fence !== '```')).toEqual(blocks.map(() => '```sh'))
})
