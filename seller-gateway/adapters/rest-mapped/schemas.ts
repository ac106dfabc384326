// Schemas that choose by what they are given, so that a mistake inside is named at its own field. A union would only say "none of these".
import { z } from 'zod'

/** The schema that `pick` gives for a value, with its issues where they are. */
export function chosen<S extends z.ZodType>(pick: (value: unknown) => S) {
  return z.unknown().transform((value, context): z.infer<S> => {
    const parsed = pick(value).safeParse(value)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined]
      for (const key of keys)
        context.addIssue({
          code: 'custom',
          message: key === undefined ? issue.message : 'is not known',
          path: key === undefined ? [...issue.path] : [...issue.path, key],
        })
    }
    return z.NEVER
  })
}

/** One, or a list of up to `max`; always read as a list. */
export function oneOrMore<S extends z.ZodType>(schema: S, max: number) {
  const list = z.array(schema).min(1).max(max)
  const one = schema.transform((value) => [value])
  return chosen<z.ZodType<z.infer<S>[]>>((value) => (Array.isArray(value) ? list : one) as z.ZodType<z.infer<S>[]>)
}

/** A text that `parse` turns into something, or says what is wrong with. */
export function compiled<T>(maxLength: number, parse: (text: string) => T) {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .transform((text, context): T => {
      try {
        return parse(text)
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
        return z.NEVER
      }
    })
}
