// Which Chromium this machine has, if any. None is ever downloaded: a browser is the machine's business.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The path of a Chromium: QUIRE_CHROMIUM, or one on the PATH, or where macOS keeps it; null when there is none. */
export function findChromium(): string | null {
  const named = process.env['QUIRE_CHROMIUM']
  if (named) return existsSync(named) ? named : null
  const found = names.flatMap((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout?.trim() || [])
  return found[0] ?? places.find((path) => existsSync(path)) ?? null
}
