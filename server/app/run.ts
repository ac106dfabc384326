// What every process of the server does around its work: `--check` only loads, SIGTERM and SIGINT stop it in good order.

/** Runs a process until it is told to stop. `start` gives what stops it; `name` is in the line that says it is ready. */
export async function run(
  name: string,
  start: () => Promise<{ ready: string; close(): Promise<void> }>,
): Promise<void> {
  if (process.argv.includes('--check')) return // the import graph loads on plain node: that is the check
  try {
    const { ready, close } = await start()
    process.stdout.write(`${name} ready: ${ready}\n`)
    let stopping = false
    const stop = () => {
      if (stopping) return
      stopping = true
      close().then(
        () => process.exit(0),
        (error: unknown) => fail(name, error),
      )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  } catch (error) {
    fail(name, error)
  }
}

function fail(name: string, error: unknown): never {
  process.stderr.write(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}
