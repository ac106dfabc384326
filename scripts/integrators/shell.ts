// A newcomer's terminal: blocks of commands one after the other, each with what those before it exported.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../root.ts'
import { execute } from '../gate/step.ts'
import type { Block } from './read-blocks.ts'

export interface Terminal {
  /** Runs a block to its end; throws with its words when a command of it fails. */
  run(block: Block): Promise<void>
  /** Starts a block that goes on, and waits for a line that begins with `sign`. */
  start(block: Block, sign: string): Promise<void>
  /** Ends what was started. */
  close(): Promise<void>
}

interface Room {
  /** An empty folder, for what the terminal itself keeps. */
  dir: string
  /** The seller's. */
  sellerDir: string
  /** Programs that this machine lacks; null when it lacks none. */
  bin: string | null
  /** What the guide says (addresses, the seller's folder) and what holds here. */
  replaced: ReadonlyMap<string, string>
}

/** Opens a terminal. */
export function openTerminal({ dir, sellerDir, bin, replaced }: Room): Terminal {
  const exported = join(dir, 'exported.sh')
  writeFileSync(exported, '')
  const path = process.env['PATH'] ?? ''
  const env = { ...process.env, PATH: bin === null ? path : `${bin}:${path}` }
  const started: { kill(): void; ended: Promise<void> }[] = []

  function script({ text }: Block): string {
    const here = [...replaced].reduce((all, [said, is]) => all.replaceAll(said, is), text)
    return `. "${exported}"\nset -euo pipefail\n${here}\nexport -p > "${exported}"\n`
  }
  const cwdOf = ({ where }: Block) => (where === 'seller' ? sellerDir : root)

  return {
    async run(block) {
      const { code, words } = await execute('bash', ['-c', script(block)], { cwd: cwdOf(block), env })
      if (code !== 0) throw new Error(`${block.heading}:\n${block.text}\nended with ${code}:\n${words}`)
    },
    async start(block, sign) {
      // a group of its own, so that ending the shell ends what it runs
      const child = spawn('bash', ['-c', script(block)], {
        cwd: cwdOf(block),
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
      let isOver = false
      void ended.then(() => (isOver = true))
      const kill = () => void (isOver || child.pid === undefined || process.kill(-child.pid, 'SIGTERM'))
      process.once('exit', kill)
      started.push({ kill, ended })
      await new Promise<void>((resolve, reject) => {
        createInterface({ input: child.stdout }).on('line', (line) => line.startsWith(sign) && resolve())
        void ended.then(() => reject(new Error(`${block.heading}: it ended before it said "${sign}"`)))
      })
    },
    async close() {
      for (const { kill } of started) kill()
      await Promise.all(started.map(({ ended }) => ended))
    },
  }
}
