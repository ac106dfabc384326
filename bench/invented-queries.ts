// What readers type, made from invented books: most ask for known ones, and most kinds of query are there.
import { randomOf } from './invented-books.ts'
import type { InventedWork } from './invented-books.ts'

/** `count` queries, the same for the same books. */
export function inventQueries(books: { count: number; at: (n: number) => InventedWork }, count: number): string[] {
  const random = randomOf(7)
  return Array.from({ length: count }, (_, i) => {
    const work = books.at(Math.floor(books.count * random() ** 3))
    const kind = kinds[i % kinds.length] as (typeof kinds)[number]
    return kind(work, random).slice(0, 200)
  })
}

type Kind = (work: InventedWork, random: () => number) => string

const words = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
const author = ({ authors }: InventedWork) => authors[0] ?? ''
const surname = (work: InventedWork) => words(author(work)).at(-1) ?? ''

const kinds: readonly Kind[] = [
  ({ title }) => title,
  ({ title }, random) =>
    words(title)
      .filter(() => random() < 0.7)
      .join(' ') || title,
  author,
  (work) => `${surname(work)} ${work.title}`,
  ({ title }, random) => mistype(title, random),
  (work, random) => mistype(author(work), random),
  ({ title }, random) => title.slice(0, 4 + Math.floor(random() * (title.length - 4))),
  ({ series, seriesNumber, title }) => (series === null ? title : `${series} ${seriesNumber}`),
  ({ subjects }) => subjects.slice(0, 2).join(' '),
  describe,
  describe,
  ({ isbns }) => isbns[0] ?? '',
]

/** Five to nine words of the description in their order. */
function describe({ description, title }: InventedWork, random: () => number): string {
  const all = words(description ?? title)
  const from = Math.floor(random() * Math.max(1, all.length - 12))
  return all
    .slice(from, from + 12)
    .filter(() => random() < 0.6)
    .join(' ')
}

/** One letter left out, doubled, replaced or swapped with the next. */
function mistype(text: string, random: () => number): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2))
  const [before, here, after] = [text.slice(0, at), text.slice(at, at + 1), text.slice(at + 1)]
  const ways = [
    before + after,
    before + here + here + after,
    `${before}e${after}`,
    before + after.slice(0, 1) + here + after.slice(1),
  ]
  return ways[Math.floor(random() * ways.length)] as string
}
