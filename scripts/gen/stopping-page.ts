// docs/stopping.md and its picture, from the recorded rounds and the rule as it stands.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromCsv } from '../../bench/stopping/rounds.ts'
import { toStoppingPage } from '../../bench/stopping/to-page.ts'
import { root } from '../root.ts'
import type { Files } from './files.ts'

export function stoppingPage(): Files {
  const recorded = fromCsv(readFileSync(join(root, 'bench/stopping/rounds.csv'), 'utf8'))
  const { page, picture } = toStoppingPage(recorded)
  return { 'docs/stopping.md': page, 'docs/stopping.svg': picture }
}
