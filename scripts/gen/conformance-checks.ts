// The table of the conformance kit's checks in docs/conformance.md, between its two marks; the rest of the document is written by people.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allChecks } from '../../seller-gateway/conformance/index.ts'
import { Problem } from '../problem.ts'
import { root } from '../root.ts'
import type { Files } from './files.ts'

const document = 'docs/conformance.md'
const [begin, end] = ['<!-- generated: checks -->', '<!-- end of checks -->']

export function conformanceChecks(): Files {
  const text = readFileSync(join(root, document), 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Problem(`${document} needs the lines ${begin} and ${end} where the table goes.`)
  return { [document]: `${text.slice(0, from + begin.length)}\n\n${toTable()}\n\n${text.slice(to)}` }
}

function toTable(): string {
  const rows = allChecks.map(({ name, rule, expected, required, needs }) => {
    const kind = required ? 'required' : 'advice'
    return `| \`${name}\` | ${cell(rule)} | ${cell(expected)} | ${kind} | ${needs.join(', ')} |`
  })
  return ['| check | rule | expected | | needs |', '|---|---|---|---|---|', ...rows].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
