// A whole Quire for the tests: its own ports, its own data folder, everything as `npm start` does it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../ports.ts'
import { root } from '../root.ts'
import { removeFolder, temporaryFolder } from '../temporary.ts'

export interface Stack {
  /** What tests find it by: QUIRE_URL, QUIRE_SANDBOX_URL, QUIRE_GATEWAY_ADDR, QUIRE_DEMO_PASSWORD, QUIRE_DATA_DIR. */
  env: Record<string, string>
  stop(): Promise<void>
}

const demoPassword = 'demo-password-of-the-tests'

/** Starts it and waits until it is ready. Throws with everything that it said when it ends before. */
export async function startStack(): Promise<Stack> {
  const dir = temporaryFolder('stack')
  const [port, gateway, sandbox] = [await freePort(), await freePort(), await freePort(2)]
  const env = {
    QUIRE_PORT: String(port),
    QUIRE_GATEWAY_ADDR: `127.0.0.1:${gateway}`,
    QUIRE_SANDBOX_PORT: String(sandbox),
    QUIRE_DATA_DIR: dir,
    QUIRE_DEMO_PASSWORD: demoPassword,
  }
  const child = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'], // the channel's end tells it that we are gone
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await ready(child, ended)
  return {
    env: { ...env, QUIRE_URL: `http://127.0.0.1:${port}`, QUIRE_SANDBOX_URL: `http://127.0.0.1:${sandbox}` },
    async stop() {
      child.kill('SIGTERM')
      await ended
      removeFolder(dir)
    },
  }
}

function ready(child: ReturnType<typeof spawn>, ended: Promise<void>): Promise<void> {
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        if (line.startsWith('Quire is ready:')) resolve()
      })
    }
    void ended.then(() => reject(new Error(`Quire did not start:\n${lines.join('\n')}`)))
  })
}
