// JSON that keeps dates and big integers, for our own rows and frozen requests only (never for input from outside).

type Tagged = { readonly $date: string } | { readonly $int: string }

/** Value → JSON text; Date and bigint come back as they were. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, seen: unknown) {
    const raw = this[key] // `seen` is already a string for dates
    if (raw instanceof Date) return { $date: raw.toISOString() }
    if (typeof raw === 'bigint') return { $int: raw.toString() }
    return seen
  })
}

/** What `toJson` wrote, from text or from a parsed jsonb column. */
export function fromJson<T>(json: unknown): T {
  return revive(typeof json === 'string' ? JSON.parse(json) : json) as T
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (value === null || typeof value !== 'object') return value
  if (isTagged(value)) return '$date' in value ? new Date(value.$date) : BigInt(value.$int)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revive(inner)]))
}

function isTagged(value: object): value is Tagged {
  return '$date' in value || '$int' in value
}
