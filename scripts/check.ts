// `npm run check`: what holds without running Quire.
import { runGate } from './gate/run.ts'
import { staticSteps } from './gate/static.ts'

process.exitCode = await runGate(staticSteps())
