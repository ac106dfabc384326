// A catalogue of any size for measurements: titles, names and sentences of the demo's books put together anew, with invented words among them, and
// popularity falling as in a real shop (rank to the power of -0.95). The same number gives the same books.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { isbnOf } from './books.ts'

export interface InventedWork {
  readonly n: number
  readonly title: string
  readonly authors: readonly string[]
  readonly series: string | null
  readonly seriesNumber: string | null
  readonly subjects: readonly string[]
  readonly description: string | null
  readonly year: number
  /** 0 to 100. */
  readonly popularity: number
  readonly isbns: readonly string[]
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Words that no book of the demo has; the low numbers are used most. */
const inventedWords = 250_000
/** Works have 1.25 editions. */
const worksShare = 0.8
const demo = path.join(import.meta.dirname, '../server/modules/catalog/demo/catalogue.csv')

export function inventBooks(editions: number): { count: number; at: (n: number) => InventedWork } {
  const rows = parse(readFileSync(demo), { columns: true }) as Record<string, string>[]
  const column = (name: string) => [...new Set(rows.map((row) => row[name] ?? '').filter(Boolean))]
  const titles = column('title').map((title) => title.split(' '))
  const authors = column('authors').flatMap((names) => names.split(';'))
  const subjects = [...new Set(column('subjects').flatMap((names) => names.split(';')))]
  const sentences = column('description').flatMap((text) => text.split(/(?<=[.!?]) /))
  const count = Math.max(1, Math.round(editions * worksShare))

  function at(n: number): InventedWork {
    const random = randomOf(n + 1)
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
    const word = () => wordOf(Math.floor(inventedWords * random() ** 3))
    const half = (words: readonly string[], isFirst: boolean) =>
      isFirst ? words.slice(0, Math.ceil(words.length / 2)) : words.slice(Math.floor(words.length / 2))
    const title = () => {
      const kind = random()
      if (kind < 0.4) return [...half(pick(titles), true), ...half(pick(titles), false)].join(' ')
      if (kind < 0.7) return `The ${pick(pick(titles))} of ${capital(word())}`
      return [...pick(titles), capital(word())].join(' ')
    }
    const name = () =>
      random() < 0.3
        ? pick(authors)
        : `${pick(authors).split(' ')[0]} ${random() < 0.5 ? capital(word()) : lastOf(pick(authors))}`
    const isDescribed = random() < 0.5
    const describe = () =>
      Array.from({ length: 3 + Math.floor(random() * 6) }, () => `${pick(sentences)} ${word()} ${word()}.`).join(' ')
    const isInSeries = random() < 0.2
    const series = isInSeries ? `${capital(word())} ${pick(pick(titles))}` : null
    const numbers = editionsOf(n, count, editions)
    return {
      n,
      title: title().slice(0, 300),
      authors: random() < 0.15 ? [name(), name()] : [name()],
      series,
      seriesNumber: isInSeries ? String(1 + Math.floor(random() * 9)) : null,
      subjects: [...new Set(Array.from({ length: 2 + Math.floor(random() * 6) }, () => pick(subjects)))],
      description: isDescribed ? describe() : null,
      year: 2024 - Math.floor(120 * random() ** 2),
      popularity: Math.round((100 * Math.log10(1 + 5_000_000 * (n + 1) ** -0.95)) / 7),
      isbns: numbers.map(isbnOf),
    }
  }
  return { count, at }
}

/** The first works have two editions, until the number asked for is reached. */
function editionsOf(n: number, works: number, editions: number): number[] {
  return n < editions - works ? [n, works + n] : [n]
}

const syllables = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru spe tho qua'.split(
  ' ',
)

function wordOf(n: number): string {
  let rest = n
  let word = ''
  for (let i = 0; i < 4; i++) {
    word += syllables[rest % syllables.length]
    rest = Math.floor(rest / syllables.length)
    if (rest === 0 && i > 0) break
  }
  return word
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

function lastOf(name: string): string {
  return name.split(' ').at(-1) ?? name
}
