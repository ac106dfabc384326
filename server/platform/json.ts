// JSON that keeps dates and big integers, for our own rows and frozen requests only (never for input from outside).
// A key that begins with `$` gets one more, so that nothing can be taken for the two tags.

import { createHash } from 'node:crypto'

/** Value → JSON text; Date and bigint come back as they were. Throws a RangeError for an invalid date. */
export function toJson(value: unknown): string {
  return JSON.stringify(tag(value))
}

/** What `toJson` wrote, from text or from a parsed jsonb column. */
export function fromJson<T>(json: unknown): T {
  return revive(typeof json === 'string' ? JSON.parse(json) : json) as T
}

/** SHA-256 of a value, in hex, whatever the order of its keys; a key without a value counts as absent. */
export function hashJson(value: unknown): string {
  return createHash('sha256')
    .update(toJson(sorted(value)))
    .digest('hex')
}

/** Dates and big integers stay what they are: `toJson` tags them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

function tag(value: unknown): unknown {
  if (typeof value === 'bigint') return { $int: value.toString() }
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Date) return { $date: value.toISOString() }
  if (Array.isArray(value)) return value.map(tag)
  return mapEntries(value, (key, inner) => [key.startsWith('$') ? `$${key}` : key, tag(inner)])
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (value === null || typeof value !== 'object') return value
  if ('$date' in value) return new Date(value.$date as string)
  if ('$int' in value) return BigInt(value.$int as string)
  return mapEntries(value, (key, inner) => [key.startsWith('$') ? key.slice(1) : key, revive(inner)])
}

function mapEntries(value: object, change: (key: string, inner: unknown) => [string, unknown]): object {
  const changed: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) {
    const [name, made] = change(key, inner)
    if (name === '__proto__') Object.defineProperty(changed, name, { ...asWritten, value: made })
    else changed[name] = made // half the time of Object.fromEntries, which makes a list of lists
  }
  return changed
}

/** What a property is that was simply assigned; assigning to that one name would set the object's prototype. */
const asWritten = { writable: true, enumerable: true, configurable: true }
