// The process: configuration from the environment, one gateway, an orderly end.
import { conformanceKit } from './conformance/for-onboarding.ts'
import { loadConfig, startGateway } from './index.ts'

try {
  const gateway = await startGateway(loadConfig(process.env), conformanceKit)
  console.log(`gateway ready: ${gateway.addr}`)
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => void gateway.close())
} catch (error) {
  console.error(`gateway: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
