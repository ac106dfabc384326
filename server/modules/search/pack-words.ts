// All words of all books, laid out so that those that begin like one or look like one are found without asking the database: in a vocabulary of 250,000
// words PostgreSQL took 10 to 30 ms for the likes of a word by trigrams and up to 60 ms for the words of a short beginning. Immutable. Pure.
import type { Term } from './analyze-query.ts'
import { comparableMax, compareTo, mistypedMax } from './edit-distance.ts'
import { stemWord } from './stem-word.ts'

/** A word, and in how many works its stem occurs: anywhere, and in a name. */
export interface WordCount {
  readonly word: string
  readonly works: number
  readonly named: number
}

export interface Lexicon {
  /** Words that begin with `prefix` and go on, one a stem, the most frequent in names first. */
  completions(prefix: string, limit: number): readonly Term[]
  /** Words that `typed` may be a misspelling of, by their distance, and itself. */
  near(typed: string): readonly Term[]
}

export interface LexiconDraft {
  /** Adds a word; words come in the order of their code points, as PostgreSQL's collation "C" has them. */
  add(word: WordCount): void
  /** `works`: how many works there are. */
  finish(works: number): Lexicon
}

/** Words that share a stem ("walk", "walks", "walked"), of which one is wanted: so many more are looked at. */
const formsMax = 6
/** Words like one that may be what was meant; the nearest, and of equally near ones the most frequent. */
const nearMax = 60
const lettersAtFirst = 1 << 16
const lettersOfWord = 8

export function draftLexicon(): LexiconDraft {
  let letters = new Uint16Array(lettersAtFirst)
  let starts = new Uint32Array(lettersAtFirst / lettersOfWord)
  let works = new Uint32Array(starts.length)
  let named = new Uint32Array(starts.length)
  let size = 0
  let end = 0
  return {
    add({ word, ...counts }) {
      if (end + word.length > letters.length) letters = grow(letters, new Uint16Array(2 * letters.length))
      if (size + 2 > starts.length) {
        starts = grow(starts, new Uint32Array(2 * starts.length))
        works = grow(works, new Uint32Array(2 * works.length))
        named = grow(named, new Uint32Array(2 * named.length))
      }
      for (let i = 0; i < word.length; i++) letters[end++] = word.charCodeAt(i)
      works[size] = counts.works
      named[size] = counts.named
      starts[++size] = end
    },
    finish: (all) => createLexicon({ letters, starts, works, named, size }, all),
  }
}

function grow<T extends Uint16Array | Uint32Array>(full: T, larger: T): T {
  larger.set(full)
  return larger
}

/** Some 24 bytes a word, where a string alone has 32, and nothing for a garbage collector to walk over. */
interface Words {
  readonly letters: Uint16Array
  /** Where each word begins in `letters`; one more than there are words. */
  readonly starts: Uint32Array
  readonly works: Uint32Array
  readonly named: Uint32Array
  readonly size: number
}

function createLexicon(words: Words, worksOfAll: number): Lexicon {
  const byLength = sortByLength(words)

  function termOf(n: number): Term {
    const word = wordAt(words, n)
    const df = words.works[n] as number
    const idf = Math.log(1 + Math.max(worksOfAll - df + 0.5, 0.5) / (df + 0.5))
    return { word, stem: stemWord(word), df, nameDf: words.named[n] as number, idf }
  }

  return {
    completions(prefix, limit) {
      const terms = listBegun(words, prefix, limit * formsMax).map(termOf)
      return [...Map.groupBy(terms, ({ stem }) => stem).values()].flatMap(([best]) => best ?? []).slice(0, limit)
    },
    near: (typed) => listLikes(words, byLength, typed).map(termOf),
  }
}

/** Words that begin with `prefix` and go on, the most frequent in names first, of equally frequent ones the shortest. */
function listBegun(words: Words, prefix: string, limit: number): number[] {
  const { named, size } = words
  const isBetter = (a: number, b: number) =>
    named[a] === named[b] ? lengthAt(words, a) < lengthAt(words, b) : (named[a] as number) > (named[b] as number)
  const best: number[] = []
  for (let n = placeOf(words, prefix); n < size && beginsWith(words, n, prefix); n++) {
    if ((named[n] as number) > 0 && lengthAt(words, n) > prefix.length) keepBest(best, n, limit, isBetter)
  }
  return best
}

/** Words that `typed` may be a misspelling of, the nearest first, of equally near ones the most frequent. */
function listLikes({ letters, starts, works, named, size }: Words, byLength: ByLength, typed: string): number[] {
  if (typed.length === 0 || typed.length > comparableMax) return []
  const max = mistypedMax(typed.length)
  const wanted = lettersIn(typed)
  const compare = compareTo(typed)
  const found: { readonly n: number; readonly distance: number }[] = []
  const from = byLength.firstOf[Math.max(0, typed.length - max)] ?? size
  const to = byLength.firstOf[typed.length + max + 1] ?? size
  for (let i = from; i < to; i++) {
    const has = byLength.lettersIn[i] as number
    // A mistake takes away one letter at most, and puts in one at most.
    if (bitsOf(wanted & ~has) > max || bitsOf(has & ~wanted) > max) continue
    const n = byLength.words[i] as number
    const distance = compare(letters, starts[n] as number, starts[n + 1] as number)
    if (distance !== null && (works[n] as number) > 0) found.push({ n, distance })
  }
  return found
    .toSorted((a, b) => a.distance - b.distance || (named[b.n] as number) - (named[a.n] as number))
    .slice(0, nearMax)
    .map(({ n }) => n)
}

/** Puts `n` where it belongs among the `max` best. Few of many ever get in, so looking from the end is fast. */
function keepBest(best: number[], n: number, max: number, isBetter: (a: number, b: number) => boolean): void {
  const last = best.at(-1)
  if (best.length === max && last !== undefined && !isBetter(n, last)) return
  let place = best.length
  while (place > 0 && isBetter(n, best[place - 1] as number)) place--
  best.splice(place, 0, n)
  if (best.length > max) best.pop()
}

interface ByLength {
  /** The place in `words` where those of each length begin. */
  readonly firstOf: Uint32Array
  readonly words: Uint32Array
  /** Which letters each of `words` has, as bits. */
  readonly lettersIn: Int32Array
}

function sortByLength(words: Words): ByLength {
  const { letters, starts, size } = words
  const lengthOf = (n: number) => lengthAt(words, n)
  let longest = 0
  for (let n = 0; n < size; n++) longest = Math.max(longest, lengthOf(n))
  const firstOf = new Uint32Array(longest + 2)
  for (let n = 0; n < size; n++) firstOf[lengthOf(n) + 1] = (firstOf[lengthOf(n) + 1] as number) + 1
  for (let length = 1; length < firstOf.length; length++)
    firstOf[length] = (firstOf[length] as number) + (firstOf[length - 1] as number)
  const next = firstOf.slice()
  const sorted = new Uint32Array(size)
  const has = new Int32Array(size)
  for (let n = 0; n < size; n++) {
    const place = next[lengthOf(n)] as number
    next[lengthOf(n)] = place + 1
    sorted[place] = n
    let bits = 0
    for (let at = starts[n] as number; at < (starts[n + 1] as number); at++) bits |= bitOf(letters[at] as number)
    has[place] = bits
  }
  return { firstOf, words: sorted, lettersIn: has }
}

function lettersIn(word: string): number {
  let bits = 0
  for (let i = 0; i < word.length; i++) bits |= bitOf(word.charCodeAt(i))
  return bits
}

/** A bit for each Latin letter; all others share six. */
function bitOf(unit: number): number {
  return 1 << (unit >= 97 && unit <= 122 ? unit - 97 : 26 + (unit % 6))
}

/** How many bits are set (H. S. Warren, Hacker's Delight, 5-1). */
function bitsOf(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function lengthAt({ starts }: Words, n: number): number {
  return (starts[n + 1] as number) - (starts[n] as number)
}

function wordAt({ letters, starts }: Words, n: number): string {
  return String.fromCharCode(...letters.subarray(starts[n], starts[n + 1]))
}

/** The first word that is not before `text`. */
function placeOf(words: Words, text: string): number {
  let low = 0
  let high = words.size
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(words, middle, text)) low = middle + 1
    else high = middle
  }
  return low
}

function isBefore({ letters, starts }: Words, n: number, text: string): boolean {
  const from = starts[n] as number
  const length = (starts[n + 1] as number) - from
  for (let i = 0; i < length && i < text.length; i++) {
    const [here, there] = [letters[from + i] as number, text.charCodeAt(i)]
    if (here !== there) return rankOf(here) < rankOf(there)
  }
  return length < text.length
}

/** Halves of a pair stand for code points beyond all others, but are smaller numbers than the last of those. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}

function beginsWith({ letters, starts }: Words, n: number, prefix: string): boolean {
  const from = starts[n] as number
  if ((starts[n + 1] as number) - from < prefix.length) return false
  for (let i = 0; i < prefix.length; i++) if (letters[from + i] !== prefix.charCodeAt(i)) return false
  return true
}
