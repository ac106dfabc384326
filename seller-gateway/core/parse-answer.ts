import type { z } from 'zod'
import { SellerFailure } from './seller-failure.ts'

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
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SellerFailure('bad_data', 'its answer is no JSON', { cause })
  }
}
