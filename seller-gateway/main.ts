// The process: configuration from the environment, one gateway, an orderly end.
import { createGatewayKit } from './conformance/index.ts'
import { systemClock } from './core/clock.ts'
import { connectSeller } from './core/registry.ts'
import { loadConfig, startGateway } from './index.ts'

// What the kit asks of a seller is not trade: it counts against no published rate but keeps a slower one of its own.
const kit = createGatewayKit((entry) => connectSeller(entry, { clock: systemClock, onRequest: () => {} }))

try {
  const gateway = await startGateway(loadConfig(process.env), kit)
  console.log(`gateway ready: ${gateway.addr}`)
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => void gateway.close())
} catch (error) {
  console.error(`gateway: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
