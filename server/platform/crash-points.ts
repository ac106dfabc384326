// Named places where the tests kill the process. In production no point is armed and a call costs one comparison.

let armed: string | null = null
let act: (point: string) => void = () => process.kill(process.pid, 'SIGKILL')

/** Marks a place a crash must not hurt. */
export function crashPoint(name: string): void {
  if (armed === name) {
    armed = null
    act(name)
  }
}

/** Arms one point; by default the process kills itself with SIGKILL when it gets there, once. */
export function armCrashPoint(name: string | null, action?: (point: string) => void): void {
  armed = name
  if (action) act = action
}
