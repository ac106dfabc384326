// A place in an answer, as text: `offers[0].price.value`, `totals[type=tax].amount`, `"odd key".x`; `$` is the whole answer, and everything else
// begins at the element that is being read. Small on purpose: what it cannot say needs an adapter. docs/rest-mapping.md has the syntax.

/** What a path goes through, in order. */
type Step = { key: string } | { index: number } | { where: string; is: string }

export interface Path {
  text: string
  /** True when it begins at the whole answer, `$`. */
  isAbsolute: boolean
  steps: readonly Step[]
}

// No answer is nested deeper than this where we look.
const stepsMax = 20

const name = String.raw`[A-Za-z_][A-Za-z0-9_-]*|"[^"\\]{1,100}"`
const tokens = new RegExp(
  String.raw`(?<key>${name})|\[(?<index>\d{1,4})\]|\[(?<where>${name})=(?<is>[^\]]{1,100})\]|(?<dot>\.)`,
  'y',
)

/** Reads a path. Throws an Error that says where it stops making sense. */
export function parsePath(text: string): Path {
  const isAbsolute = /^\$($|[.[])/.test(text)
  const steps: Step[] = []
  let wantsKey = !isAbsolute
  let at = isAbsolute ? 1 : 0
  for (; at < text.length; at = tokens.lastIndex) {
    tokens.lastIndex = at
    const groups = tokens.exec(text)?.groups ?? {}
    // A key comes first and after a dot, and nowhere else.
    if (wantsKey !== (groups['key'] !== undefined) || tokens.lastIndex === 0) throw new Error(wrongAt(text, at))
    const step = toStep(groups)
    if (step) steps.push(step)
    wantsKey = step === null
  }
  if (wantsKey) throw new Error(wrongAt(text, at))
  if (steps.length > stepsMax) throw new Error(`has more than ${stepsMax} steps`)
  return { text, isAbsolute, steps }
}

/** A path to a list, each of whose elements is read: it ends in `[]`. Throws like `parsePath`. */
export function parseListPath(text: string): Path {
  if (!text.endsWith('[]')) throw new Error('must end in [], because each element of that list is an offer')
  const path = text.slice(0, -2)
  return parsePath(path === '' ? '$' : path)
}

/** What is at this place; undefined when there is nothing. Only own properties of JSON are seen. */
export function valueAt(path: Path, { element, answer }: { element: unknown; answer: unknown }): unknown {
  return path.steps.reduce(take, path.isAbsolute ? answer : element)
}

function take(value: unknown, step: Step): unknown {
  if ('key' in step) return isRecord(value) && Object.hasOwn(value, step.key) ? value[step.key] : undefined
  if (!Array.isArray(value)) return undefined
  if ('index' in step) return value[step.index]
  return value.find((one) => isRecord(one) && Object.hasOwn(one, step.where) && String(one[step.where]) === step.is)
}

function toStep({ key, index, where, is }: Record<string, string | undefined>): Step | null {
  if (key !== undefined) return { key: unquote(key) }
  if (index !== undefined) return { index: Number(index) }
  return where !== undefined && is !== undefined ? { where: unquote(where), is } : null
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text
}

function wrongAt(text: string, at: number): string {
  const found = at < text.length ? JSON.stringify(text.slice(at, at + 20)) : 'the end'
  return `makes no sense at ${found} (character ${at + 1})`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
