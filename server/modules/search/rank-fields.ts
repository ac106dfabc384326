// How prominent a stem is in a work: BM25F over its fields (Robertson, Zaragoza, Taylor: Simple BM25 Extension to Multiple Weighted Fields, 2004).
// The index keeps it as a byte, the ranking computes it from the work itself. Pure. Weights were measured; see docs/decisions/0037 before touching them.
import { fieldNames } from './to-document.ts'
import type { FieldName } from './to-document.ts'

/** Weight of a field, how strongly its length counts (b), and its usual length in words. */
const fieldRules: Readonly<Record<FieldName, { weight: number; b: number; usual: number }>> = {
  title: { weight: 6, b: 0.6, usual: 4 },
  otherTitles: { weight: 3, b: 0.6, usual: 4 },
  authors: { weight: 5, b: 0.4, usual: 3 },
  series: { weight: 3.5, b: 0.4, usual: 2.5 },
  subtitle: { weight: 2.5, b: 0.6, usual: 6 },
  subjects: { weight: 1.2, b: 0.75, usual: 10 },
  description: { weight: 1, b: 0.75, usual: 50 },
}
const rules = fieldNames.map((name) => fieldRules[name])
/** BM25's k1. */
export const saturation = 1.2

/** What one occurrence in the `field`-th field adds, when the field has `length` words. */
export function weightIn(field: number, length: number): number {
  const rule = rules[field]
  return rule ? rule.weight / (1 - rule.b + (rule.b * length) / rule.usual) : 0
}

/** 0 when the work lacks the stem, towards 1 the more and the more prominently it has it. */
export function saturate(weight: number): number {
  return weight / (saturation + weight)
}

/** The weight of each stem of a document over all its fields, and whether a name has it. `fields`: stemmed, one a line, in the order of fieldNames. */
export function weighStems(fields: string): Map<string, { weight: number; isNamed: boolean }> {
  const weights = new Map<string, { weight: number; isNamed: boolean }>()
  for (const [field, line] of fields.split('\n').entries()) {
    if (line === '') continue
    const words = line.split(' ')
    const each = weightIn(field, words.length)
    for (const word of words) {
      const known = weights.get(word)
      if (known) known.weight += each
      else weights.set(word, { weight: each, isNamed: field < namesMax })
    }
  }
  return weights
}

/** The impact of each stem of a document (0 to 1), and whether a name has it. */
export function impactsOf(fields: string): Map<string, { impact: number; isNamed: boolean }> {
  const weights = weighStems(fields)
  return new Map([...weights].map(([stem, { weight, isNamed }]) => [stem, { impact: saturate(weight), isNamed }]))
}

/** The first five fields name the work. */
const namesMax = fieldNames.indexOf('subjects')
