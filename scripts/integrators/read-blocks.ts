// The commands of docs/integrators.md, as a newcomer would copy them: each ```sh block, with the words after `sh` saying where it is run.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'

/** Where a block is run: the clone, the seller's folder; `quire` is `npm start` itself. */
export type Where = 'clone' | 'seller' | 'quire'

export interface Block {
  where: Where
  /** `background`: goes on until the end. `sold`: after a book was bought. */
  when: 'now' | 'background' | 'sold'
  text: string
  /** The heading that it stands under. */
  heading: string
}

export const guide = 'docs/integrators.md'

/** Every block, in order. Throws for one that does not say where it is run. */
export function readBlocks(): Block[] {
  const text = readFileSync(join(root, guide), 'utf8')
  const parts = text.matchAll(/^#+ (?<heading>.+)$|^```sh(?<tags>.*)\n(?<body>[^]*?)^```$/gm)
  const blocks: Block[] = []
  let heading = ''
  for (const { groups } of parts) {
    heading = groups?.['heading'] ?? heading
    if (groups?.['body'] === undefined) continue
    const [where, when = 'now'] = (groups['tags'] ?? '').trim().split(' ')
    if (!isWhere(where) || !isWhen(when)) throw new Error(`${guide}: "${groups['tags']}" says nothing to the test`)
    blocks.push({ where, when, text: groups['body'], heading })
  }
  return blocks
}

function isWhere(word: string | undefined): word is Where {
  return word === 'clone' || word === 'seller' || word === 'quire'
}

function isWhen(word: string): word is Block['when'] {
  return word === 'now' || word === 'background' || word === 'sold'
}
