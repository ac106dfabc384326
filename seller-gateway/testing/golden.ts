// Golden files: what a seller said, beside what we make of it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A fixture's text. `folder` is the test's `import.meta.dirname`. */
export function readFixture(folder: string, name: string): string {
  return readFileSync(join(folder, 'fixtures', name), 'utf8')
}

/** What a golden file holds: JSON, with minor units as decimal strings. */
export function toGolden(value: unknown): string {
  return `${JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one), 2)}\n`
}
