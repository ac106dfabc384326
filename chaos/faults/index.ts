// Every fault that a run of kills strikes with; what sellers, provider and shoppers do is in kills/mix.ts.
import { databaseFaults } from './database-faults.ts'
import type { Fault } from './fault.ts'
import { jobFaults } from './job-faults.ts'
import { processFaults } from './process-faults.ts'

export { calm, installDatabaseFaults } from './database-faults.ts'
export type { Fault, Target } from './fault.ts'

export const faults: readonly Fault[] = [...processFaults, ...databaseFaults, ...jobFaults]
