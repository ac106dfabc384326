// The sandbox as a process: configuration from the environment, one line when it is ready, a clean end on a signal.
import { z } from 'zod'
import { readConfig } from './config.ts'
import type { SandboxConfig } from './config.ts'
import { startSandbox } from './index.ts'

const sandbox = await startSandbox(configOrExit())
process.stdout.write(`sandbox ready: ${sandbox.url}\n`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close())

function configOrExit(): SandboxConfig {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    for (const { path, message } of error.issues) process.stderr.write(`sandbox: ${path.join('.')}: ${message}\n`)
    process.exit(2)
  }
}
