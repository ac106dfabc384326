// Messages from strangers: JSON that is no deeper than anything we read, checked against our schema of it, and looked up with care.
import type { z } from 'zod'
import { SellerFailure } from './seller-failure.ts'

// The deepest answer that we read has eight levels. What is nested without end is an attack on whoever walks through it.
const depthMax = 20

/** Checks a seller's message against our schema of it. Throws SellerFailure `bad_data` that names the first wrong field. */
export function parseAnswer<S extends z.ZodType>(schema: S, message: unknown): z.infer<S> {
  const parsed = schema.safeParse(message)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'the message'
  throw new SellerFailure('bad_data', `${where}: ${issue?.message ?? 'not as agreed'}`, { cause: parsed.error })
}

/** JSON text → a value. Throws SellerFailure `bad_data`. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new SellerFailure('bad_data', `its answer is nested deeper than ${depthMax}`)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SellerFailure('bad_data', 'its answer is no JSON', { cause })
  }
}

/** JSON text → a value; undefined when it is none, or none that we accept: a 404 of something in between may be HTML. */
export function tryJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** The value under a key that a stranger wrote: `constructor` and `__proto__` are in every object, and in none of our tables. */
export function ownValue<V>(table: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** Counts brackets before anything is built; texts are leapt over, so it costs little. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '"') at = endOfText(text, at)
    else if (sign === '[' || sign === '{') depth += 1
    else if (sign === ']' || sign === '}') depth -= 1
    if (depth > depthMax) return true
  }
  return false
}

/** Where the text that begins at `from` ends: at a quote that is not escaped. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text[at - 1 - escapes] === '\\') escapes += 1
    if (escapes % 2 === 0) return at
  }
  return text.length
}
