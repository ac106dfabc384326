// GraphQL documents, as far as Meridian takes them: one operation, one root field; variables, nested selections, aliases.
// Refused: fragments, directives, variables' defaults, block strings, several operations.

/** A field with its arguments resolved. */
export interface Field {
  name: string
  /** The key in the answer. */
  alias: string
  args: Record<string, unknown>
  /** Null for a leaf. */
  fields: Field[] | null
}

export interface Operation {
  type: 'query' | 'mutation'
  root: Field
}

/** A document that cannot be taken; nothing is executed. */
export class BadDocument extends Error {}

/** Reads a document. Throws BadDocument. */
export function readDocument(text: string, variables: Readonly<Record<string, unknown>>): Operation {
  return new Reader(tokenize(text), variables).operation()
}

class Reader {
  readonly #tokens: string[]
  readonly #variables: Readonly<Record<string, unknown>>
  readonly #declared = new Set<string>()
  #at = 0

  constructor(tokens: string[], variables: Readonly<Record<string, unknown>>) {
    this.#tokens = tokens
    this.#variables = variables
  }

  operation(): Operation {
    const type = this.#peek() === '{' ? 'query' : this.#name()
    if (type !== 'query' && type !== 'mutation') throw new BadDocument(`${type} is no operation here`)
    if (isName(this.#peek())) this.#name()
    if (this.#peek() === '(') this.#declarations()
    const [root, ...others] = this.#selection(0)
    if (!root || others.length > 0) throw new BadDocument('One root field is taken')
    if (this.#peek() !== '') throw new BadDocument('One operation is taken')
    return { type, root }
  }

  // Types are the schema's to know: what a variable must be is checked with the argument it is used for.
  #declarations(): void {
    this.#take('(')
    while (this.#peek() !== ')') {
      this.#take('$')
      this.#declared.add(this.#name())
      this.#take(':')
      this.#type()
    }
    this.#take(')')
  }

  #type(): void {
    if (this.#skip('[')) {
      this.#type()
      this.#take(']')
    } else this.#name()
    this.#skip('!')
  }

  #selection(depth: number): Field[] {
    if (depth > depthMax) throw new BadDocument(`Deeper than ${depthMax}`)
    const fields: Field[] = []
    this.#take('{')
    while (!this.#skip('}')) fields.push(this.#field(depth))
    if (fields.length === 0) throw new BadDocument('A selection is empty')
    return fields
  }

  #field(depth: number): Field {
    const first = this.#name()
    const name = this.#skip(':') ? this.#name() : first
    const args: Record<string, unknown> = {}
    if (this.#skip('('))
      while (!this.#skip(')')) {
        const arg = this.#name()
        this.#take(':')
        args[arg] = this.#value(0)
      }
    return { name, alias: first, args, fields: this.#peek() === '{' ? this.#selection(depth + 1) : null }
  }

  #value(depth: number): unknown {
    if (depth > depthMax) throw new BadDocument(`Deeper than ${depthMax}`)
    if (this.#skip('$')) return this.#variable()
    if (this.#skip('[')) {
      const list: unknown[] = []
      while (!this.#skip(']')) list.push(this.#value(depth + 1))
      return list
    }
    if (this.#skip('{')) {
      const object: Record<string, unknown> = {}
      while (!this.#skip('}')) {
        const name = this.#name()
        this.#take(':')
        object[name] = this.#value(depth + 1)
      }
      return object
    }
    return literal(this.#next())
  }

  #variable(): unknown {
    const name = this.#name()
    if (!this.#declared.has(name)) throw new BadDocument(`$${name} is not declared`)
    return Object.hasOwn(this.#variables, name) ? this.#variables[name] : undefined
  }

  #name(): string {
    const token = this.#next()
    if (!isName(token)) throw new BadDocument(`A name was expected, not ${JSON.stringify(token)}`)
    return token
  }

  #take(token: string): void {
    const found = this.#next()
    if (found !== token) throw new BadDocument(`${token} was expected, not ${JSON.stringify(found)}`)
  }

  #skip(token: string): boolean {
    if (this.#peek() !== token) return false
    this.#at += 1
    return true
  }

  #next(): string {
    const token = this.#peek()
    if (token === '') throw new BadDocument('The document ends too early')
    this.#at += 1
    return token
  }

  /** Empty at the end. */
  #peek(): string {
    return this.#tokens[this.#at] ?? ''
  }
}

function tokenize(text: string): string[] {
  const tokens: string[] = []
  const token = /([!$():=[\]{}]|[_A-Za-z]\w*|-?\d+(?:\.\d+)?|"(?:[^"\\\n]|\\.)*")|[\s,\uFEFF]+|#[^\n]*/y
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const found = token.exec(text)
    if (!found) throw new BadDocument(`${JSON.stringify(text.slice(at, at + 10))} cannot be read`)
    if (found[1] !== undefined) tokens.push(found[1])
  }
  return tokens
}

function literal(token: string): unknown {
  if (token.startsWith('"')) return unquote(token)
  if (/^-?\d/.test(token)) return Number(token)
  if (token === 'true' || token === 'false') return token === 'true'
  if (token === 'null') return null
  if (isName(token)) return token // an enum's value
  throw new BadDocument(`${JSON.stringify(token)} is no value`)
}

function unquote(token: string): unknown {
  try {
    return JSON.parse(token)
  } catch {
    throw new BadDocument(`${token} is no string`)
  }
}

function isName(token: string): boolean {
  return /^[_A-Za-z]\w*$/.test(token)
}

// Deeper than anything in the schema, and shallow enough for the stack.
const depthMax = 12
