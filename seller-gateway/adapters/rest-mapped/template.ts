// A text with our values in it: `/v1/books/{isbn13}`. `{name?}` leaves out the whole entry when the value is empty; `{{` and `}}` are braces.
// A text that is nothing but one variable keeps the value's kind: a number stays a number in JSON, a list a list.

export type Value = string | number | readonly string[]
export type Kind = 'text' | 'number' | 'list'

export interface Template {
  /** The variables in it. */
  names: readonly string[]
  /** The text, or the value alone; null when it is to be left out. */
  render(values: Readonly<Record<string, Value>>): Value | null
}

type Part = string | { name: string; isOptional: boolean }

/** Reads a template with these variables. Throws an Error that names what is not known. */
export function parseTemplate(text: string, known: Readonly<Record<string, Kind>>): Template {
  const parts = split(text)
  const variables = parts.filter((part) => typeof part !== 'string')
  for (const { name } of variables) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined
    if (kind === undefined) throw new Error(`{${name}} is not known here; known are ${Object.keys(known).join(', ')}`)
    if (kind === 'list' && parts.length > 1) throw new Error(`{${name}} is a list, so it must stand alone`)
  }
  return {
    names: variables.map(({ name }) => name),
    render(values) {
      const isLeftOut = variables.some(({ name, isOptional }) => isOptional && isEmpty(values[name]))
      if (isLeftOut) return null
      const [only] = parts
      if (parts.length === 1 && only !== undefined) return typeof only === 'string' ? only : (values[only.name] ?? '')
      return parts.map((part) => (typeof part === 'string' ? part : String(values[part.name] ?? ''))).join('')
    },
  }
}

function split(text: string): Part[] {
  const parts: Part[] = []
  let literal = ''
  for (const [found] of text.matchAll(/\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+/g)) {
    if (found === '{' || found === '}') throw new Error(`has a lone ${found}; write ${found}${found} for the character`)
    const [, name, optional] = /^\{([A-Za-z0-9.]+)(\?)?\}$/.exec(found) ?? []
    if (name !== undefined) {
      if (literal !== '') parts.push(literal)
      parts.push({ name, isOptional: optional === '?' })
      literal = ''
    } else if (/^\{[^{]/.test(found)) throw new Error(`${found} is not a variable`)
    else literal += found === '{{' || found === '}}' ? found.slice(1) : found
  }
  if (literal !== '' || parts.length === 0) parts.push(literal)
  return parts
}

function isEmpty(value: Value | undefined): boolean {
  return value === undefined || value === '' || (typeof value === 'object' && value.length === 0)
}
