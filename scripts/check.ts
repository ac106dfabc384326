// `npm run check`: what holds without running Quire.
import { runGate } from './gate/run.ts'
import { staticSteps } from './gate/static.ts'
import { stopOnSignal } from './gate/step.ts'

stopOnSignal()
process.exitCode = await runGate(staticSteps())
