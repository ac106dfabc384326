// The pictures in the documents: modules and their arrows in ARCHITECTURE.md, each machine's states in its module's SPEC.md.
// A picture stands between `<!-- generated: NAME -->` and `<!-- end of NAME -->`; the rest of the document is written by people.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { toMermaid } from '../../server/platform/fsm.ts'
import { Problem } from '../problem.ts'
import { root } from '../root.ts'
import type { Files } from './files.ts'

interface Module {
  level: number
  mayImport: readonly string[]
}

type States = Parameters<typeof toMermaid>[0]

export async function documents(): Promise<Files> {
  return { ...(await moduleGraph()), ...(await machines()) }
}

async function moduleGraph(): Promise<Files> {
  const source = 'server/architecture.ts'
  const document = 'ARCHITECTURE.md'
  if (!existsSync(join(root, source)) || !existsSync(join(root, document))) return {}
  const { architecture: modules } = (await import(join(root, source))) as { architecture: Record<string, Module> }
  return { [document]: withPicture(document, 'module graph', graphOf(modules)) }
}

async function machines(): Promise<Files> {
  const files: Files = {}
  for (const module of readdirSync(join(root, 'server/modules'))) {
    const source = `server/modules/${module}/machine.ts`
    const document = `server/modules/${module}/SPEC.md`
    if (!existsSync(join(root, source)) || !existsSync(join(root, document))) continue
    const exported = (await import(join(root, source))) as Record<string, unknown>
    const pictures = Object.entries(exported).flatMap(([name, value]) =>
      isMachine(value) ? [[name, value] as const] : [],
    )
    for (const [name, machine] of pictures) {
      files[document] = withPicture(document, name, toMermaid(machine), files[document])
    }
  }
  return files
}

/** One box a module, one row a level, an arrow to each module that it may import. The root of the arrows to everything is left out. */
function graphOf(modules: Record<string, Module>): string {
  const names = Object.keys(modules)
  const levels = [...new Set(Object.values(modules).map(({ level }) => level))].sort((a, b) => b - a)
  const lines = ['flowchart TD']
  for (const level of levels) {
    lines.push(`  subgraph level${level}[level ${level}]`)
    for (const name of names.filter((each) => modules[each]?.level === level)) lines.push(`    ${name}`)
    lines.push('  end')
  }
  for (const [name, { mayImport }] of Object.entries(modules)) {
    if (mayImport.length >= names.length - 1) continue // it sees everything: arrows to all would hide the others
    for (const other of mayImport) lines.push(`  ${name} --> ${other}`)
  }
  return lines.join('\n')
}

function withPicture(document: string, name: string, mermaid: string, current?: string): string {
  const text = current ?? readFileSync(join(root, document), 'utf8')
  const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end of ${name} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) {
    throw new Problem(
      `${document} has no place for the picture "${name}". Add these two lines where it belongs:\n${begin}\n${end}`,
    )
  }
  return `${text.slice(0, from + begin.length)}\n\`\`\`mermaid\n${mermaid}\n\`\`\`\n${text.slice(to)}`
}

function isMachine(value: unknown): value is States {
  return typeof value === 'object' && value !== null && 'initial' in value && 'states' in value
}
