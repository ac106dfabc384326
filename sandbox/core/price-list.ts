// A seller's price list: what it offered when the list was made, in issues. Owns when a new issue is made and what changed between two.
// Promises: an issue never changes, so what has been sold or has moved since shows only in the next one.
import { Catalogue } from './catalogue.ts'
import type { Seller } from './seller.ts'

export interface Issue {
  /** Opaque; differs between runs and resets, because buyers outlive both. */
  id: string
  /** When it was made, in ms since 1970. */
  at: number
  /** The books in it; each knows its text. */
  entries: ReadonlyMap<string, string>
}

// An issue is made anew at least this often, also when nothing has changed: buyers must see that the list is alive.
const oldestMs = 3_600_000
// Issues whose number and time are known, so that an old one can be told from one that never was.
const issuesMax = 10_000

/** The text of one book as this catalogue offers it; empty when the list is not to name it. */
type Render = (catalogue: Catalogue, isbn13: string) => string

export class PriceList {
  readonly #seller: Seller
  readonly #render: Render
  readonly #base = Date.now().toString(36)
  readonly #entries: Map<string, string>
  readonly #changedIn = new Map<string, number>()
  readonly #issues = new Map<string, { number: number; at: number }>()
  #number = 0
  #version = 0
  #issue: Issue | null = null

  constructor(seller: Seller, books: readonly string[], render: Render) {
    this.#seller = seller
    this.#render = render
    this.#entries = new Map(firstEntries(seller, books, render))
  }

  /** The issue that is out now. */
  current(): Issue {
    const { catalogue, behaviour } = this.#seller
    const now = this.#seller.now()
    if (this.#issue) {
      const ageMs = now - this.#issue.at
      const isDue = catalogue.version > this.#version && ageMs >= behaviour.listEveryMs
      if (!isDue && ageMs < oldestMs) return this.#issue
    }
    this.#number += 1
    for (const isbn13 of catalogue.changedSince(this.#version)) {
      this.#put(isbn13)
      this.#changedIn.set(isbn13, this.#number)
    }
    this.#version = catalogue.version
    const id = `L${this.#base}-${this.#number}`
    this.#issues.set(id, { number: this.#number, at: now })
    if (this.#issues.size > issuesMax) this.#issues.delete(this.#issues.keys().next().value ?? id)
    this.#issue = { id, at: now, entries: this.#entries }
    return this.#issue
  }

  /** When this issue was made; null when there was none of this id, or long ago. */
  madeAt(id: string): number | null {
    return this.#issues.get(id)?.at ?? null
  }

  /** The books that changed after this issue; null likewise. */
  changedSince(id: string): string[] | null {
    const since = this.#issues.get(id)
    if (!since) return null
    return [...this.#changedIn].flatMap(([isbn13, number]) => (number > since.number ? [isbn13] : []))
  }

  #put(isbn13: string): void {
    const text = this.#render(this.#seller.catalogue, isbn13)
    if (text === '') this.#entries.delete(isbn13)
    else this.#entries.set(isbn13, text)
  }
}

/** The list of a world in which nothing has happened yet: the same for each reset to a seed, and so made once. */
function firstEntries({ profile, catalogue }: Seller, books: readonly string[], render: Render): Map<string, string> {
  const { seed } = catalogue
  const known = made.get(profile.name)
  if (known?.seed === seed) return known.entries
  const untouched = new Catalogue(profile, seed)
  const entries = new Map<string, string>()
  for (const isbn13 of books) {
    const text = render(untouched, isbn13)
    if (text !== '') entries.set(isbn13, text)
  }
  made.set(profile.name, { seed, entries })
  return entries
}

const made = new Map<string, { seed: number; entries: Map<string, string> }>()
