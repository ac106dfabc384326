// `npm run release-contracts`: keeps the contracts as they are now as what the gate compares with. Run when a version of Quire is released;
// from then on nothing in them can be taken away, renamed or given another number or type.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from './gate/step.ts'
import { Problem, failWith } from './problem.ts'
import { bin, root } from './root.ts'

const image = 'released/contracts.txtpb' // text, so that a review shows what is promised

try {
  if (existsSync(join(root, 'proto', image))) await buf(['breaking', '--against', image])
  await buf(['build', '--exclude-source-info', '-o', image])
  process.stdout.write(`proto/${image} written\n`)
} catch (error) {
  failWith(error)
}

async function buf(args: string[]): Promise<void> {
  const { code, words } = await execute(bin('buf'), args, { cwd: join(root, 'proto') })
  if (code === 0) return
  const remedy =
    args[0] === 'breaking' ? 'Keep what was released, or put the change into a package of the next version.' : ''
  throw new Problem(`${words.trim()}\n${remedy}`.trim())
}
