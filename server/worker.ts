// Process: runs jobs and nothing else.
import { readConfig } from './app/config.ts'
import { run } from './app/run.ts'
import { startWork } from './app/work.ts'

await run('worker', async () => {
  const { close } = await startWork(readConfig(process.env))
  return { ready: 'jobs are running', close }
})
