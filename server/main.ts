// Process: the web server.
import { readConfig } from './app/config.ts'
import { run } from './app/run.ts'
import { serve } from './app/serve.ts'

await run('server', async () => {
  const { url, close } = await serve(readConfig(process.env))
  return { ready: url, close }
})
