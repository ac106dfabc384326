// Stripe's form encoding: `a[b][0]=c` as nested objects and lists. Values stay text.

export type Form = { [name: string]: string | Form }

/** Decodes a body or a query string. Lists become objects with numeric names; `toList` makes them lists. */
export function decodeForm(text: string): Form {
  const form: Form = newForm()
  for (const [path, value] of new URLSearchParams(text)) {
    const names = [path.split('[')[0] ?? '', ...[...path.matchAll(/\[([^\]]*)\]/g)].map((found) => found[1] ?? '')]
    set(form, names, value)
  }
  return form
}

/** `{0: a, 1: b}` → `[a, b]`; one value alone is a list of one. */
export function toList(value: unknown): unknown[] {
  if (value === undefined) return []
  return typeof value === 'object' && value !== null ? Object.values(value) : [value]
}

function set(form: Form, [name = '', ...rest]: string[], value: string): void {
  const key = name === '' ? String(Object.keys(form).length) : name // `expand[]=…` counts up
  if (rest.length === 0) {
    form[key] = value
    return
  }
  const inner = form[key]
  const next = typeof inner === 'object' ? inner : newForm()
  form[key] = next
  set(next, rest, value)
}

// Without a prototype: `__proto__[x]=1` is a parameter like any other.
function newForm(): Form {
  return Object.create(null) as Form
}
