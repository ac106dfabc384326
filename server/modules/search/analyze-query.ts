// What a shopper typed, as groups of alternatives: each word may be itself, a spelling, a correction or a completion. Pure.
import { editDistance, nearness } from './edit-distance.ts'
import { stopWords, titleKeyOf, wordsOf } from './fold-text.ts'
import { variantsOf } from './fold-spellings.ts'
import { stemWord } from './stem-word.ts'
import { synonymsIn } from './synonyms.ts'

/** Words of a query that are looked at. */
const wordsMax = 24
/** Unknown words that are corrected; who misspells more gets what the others find. */
const correctedMax = 3
/** Alternatives of one word, best first. More of one that exists: whoever mistyped it into another word may have missed its first letter ("rath"). */
const correctionsMax = { ofUnknown: 5, ofKnown: 8 }
/** Above this many words nobody is typing a title letter by letter any more. */
const completableWordsMax = 6

/** A word of the vocabulary. Counts are of its stem: works with it anywhere, works with it in a name. `idf`: ln(1 + (N - df + 0.5) / (df + 0.5)). */
export interface Term {
  readonly word: string
  readonly stem: string
  readonly df: number
  readonly nameDf: number
  readonly idf: number
}

export interface ParsedQuery {
  readonly words: readonly string[]
  readonly titleKey: string
  /** What the last word may be the beginning of; null when it is complete. */
  readonly prefix: string | null
  /** Stems to look up: of the words, their spelling variants, joined neighbours and split halves. */
  readonly stems: readonly string[]
}

export interface Alternative {
  /** More than one when the word was two words written as one. */
  readonly stems: readonly string[]
  /** What it would be written as. */
  readonly word: string
  readonly kind: 'typed' | 'spelling' | 'synonym' | 'completion' | 'correction'
  /** 1 for the word itself, less for what it may have meant. */
  readonly weight: number
  readonly idf: number
}

export interface Group {
  readonly word: string
  readonly isStop: boolean
  readonly alternatives: readonly Alternative[]
}

/** What the vocabulary says about a query. */
export interface Findings {
  /** By stem. */
  readonly terms: ReadonlyMap<string, Term>
  /** Words like the doubtful ones. */
  readonly near: ReadonlyMap<string, readonly Term[]>
  /** Words that begin with the prefix, the most frequent first. */
  readonly completions: readonly Term[]
}

const weights = {
  split: 0.7,
  join: 0.7,
  variant: 0.6,
  completionOfUnknown: 0.85,
  completionOfKnown: 0.5,
  synonym: 0.9,
  correctionOfKnown: 0.6,
  correctionOfForm: 0.75,
} as const

/** Where the words of all books are looked up. One for all engines: the vocabulary is PostgreSQL's. */
export interface Vocabulary {
  /** By stem; unknown ones are missing. Of the words with a stem one that was `typed` speaks for it, where there is one. */
  terms(stems: readonly string[], typed?: readonly string[]): Promise<Map<string, Term>>
  /** Frequent words of names that begin so. */
  completions(prefix: string): Promise<readonly Term[]>
  /** For each of these words the words that look like it. */
  near(words: readonly string[]): Promise<Map<string, readonly Term[]>>
}

/** Looks a query's words up: as they are, then what the last may become and what the unknown ones may have meant. */
export async function analyzeQuery(vocabulary: Vocabulary, query: ParsedQuery): Promise<Findings> {
  const [terms, completions] = await Promise.all([
    vocabulary.terms(query.stems, query.words),
    query.prefix === null ? [] : vocabulary.completions(query.prefix),
  ])
  return { terms, completions, near: await vocabulary.near(doubtfulWords(query, terms)) }
}

export function parseQuery(text: string): ParsedQuery {
  const words = wordsOf(text).slice(0, wordsMax)
  const last = words.at(-1) ?? ''
  const isOpen = last.length >= 2 && words.length <= completableWordsMax && !/\s$/.test(text)
  const forms = words.flatMap((word, i) => {
    const next = words[i + 1]
    const joined = next === undefined ? [] : [word + next]
    return [word, ...joined, ...variantsOf(word), ...splitsOf(word).flat()]
  })
  const synonyms = synonymsIn(words).map(({ canonical }) => canonical)
  return {
    words,
    titleKey: titleKeyOf(words.join(' ')),
    prefix: isOpen ? last : null,
    stems: [...new Set([...forms, ...synonyms].map(stemWord))],
  }
}

/**
 * The words to find corrections for: those nobody wrote in that form, and, where no description is typed, those that hardly anybody wrote and no name
 * has.
 */
function doubtfulWords({ words }: ParsedQuery, terms: ReadonlyMap<string, Term>): string[] {
  return words
    .filter((word) => {
      const term = terms.get(stemWord(word))
      if (!isCorrectable(word)) return false
      return term?.word !== word || (words.length <= completableWordsMax && term.nameDf === 0 && term.df <= 2)
    })
    .slice(0, correctedMax)
}

/** For a second look: words that exist but may be another one misspelt, the rarest first. */
export function rareWords({ words }: ParsedQuery, terms: ReadonlyMap<string, Term>): string[] {
  const df = (word: string) => terms.get(stemWord(word))?.nameDf ?? 0
  return words
    .filter(isCorrectable)
    .toSorted((a, b) => df(a) - df(b))
    .slice(0, correctedMax)
}

/** Puts together what each word may mean. */
export function groupWords({ words, prefix }: ParsedQuery, found: Findings): Group[] {
  const isAllStop = words.every((word) => stopWords.has(word))
  const synonyms = synonymsIn(words)
  return words.map((word, i) => {
    const known = found.terms.get(stemWord(word))
    const near = found.near.get(word) ?? []
    const alternatives = [
      ...(known ? [toAlternative(known, writtenAs(word, known, near), 'typed', 1)] : []),
      ...spellings(word, words[i - 1], words[i + 1], found.terms),
      ...synonyms.flatMap(({ from, to, canonical }) => {
        const term = i >= from && i < to && canonical !== word ? found.terms.get(stemWord(canonical)) : undefined
        return term ? [toAlternative(term, canonical, 'synonym', weights.synonym)] : []
      }),
      ...(prefix !== null && i === words.length - 1 ? toCompletions(found.completions, known !== undefined) : []),
      ...toCorrections(word, known, near),
    ]
    const best = bestOfEach(alternatives)
    return { word, isStop: stopWords.has(word) && !isAllStop, alternatives: known ? best : asLikely(best) }
  })
}

function isCorrectable(word: string): boolean {
  return word.length >= 3 && !/\d/.test(word) && !stopWords.has(word)
}

function toAlternative(term: Term, word: string, kind: Alternative['kind'], weight: number): Alternative {
  return { stems: [term.stem], word, kind, weight, idf: term.idf }
}

/** The words that the last one may become. */
function toCompletions(completions: readonly Term[], isKnown: boolean): Alternative[] {
  const weight = isKnown ? weights.completionOfKnown : weights.completionOfUnknown
  return completions.map((term) => toAlternative(term, term.word, 'completion', weight))
}

/** The same word otherwise: `color`, `note book`, `harrypotter`. */
function spellings(
  word: string,
  before: string | undefined,
  after: string | undefined,
  terms: ReadonlyMap<string, Term>,
): Alternative[] {
  const of = (form: string, weight: number) => {
    const term = terms.get(stemWord(form))
    return term ? [toAlternative(term, form, 'spelling', weight)] : []
  }
  const joined = [before === undefined ? '' : before + word, after === undefined ? '' : word + after]
  return [
    ...variantsOf(word).flatMap((form) => of(form, weights.variant)),
    ...joined.filter((form) => form !== '').flatMap((form) => of(form, weights.join)),
    ...(terms.has(stemWord(word)) ? [] : bestSplit(word, terms)),
  ]
}

/** The split whose rarer half occurs in most names. */
function bestSplit(word: string, terms: ReadonlyMap<string, Term>): Alternative[] {
  const splits = splitsOf(word).flatMap(([left, right]) => {
    const a = terms.get(stemWord(left))
    const b = terms.get(stemWord(right))
    if (!a || !b) return []
    const alternative: Alternative = {
      stems: [a.stem, b.stem],
      word: `${left} ${right}`,
      kind: 'spelling',
      weight: weights.split,
      idf: Math.max(a.idf, b.idf),
    }
    return [{ alternative, nameDf: Math.min(a.nameDf, b.nameDf) }]
  })
  return splits
    .toSorted((a, b) => b.nameDf - a.nameDf)
    .slice(0, 1)
    .map(({ alternative }) => alternative)
}

/**
 * Nearest first; of equally near ones the more frequent. A word that exists, or a form of one
 * that does, is only taken for another if that is one letter away; a name only for one that is at least as frequent.
 */
function toCorrections(word: string, known: Term | undefined, near: readonly Term[]): Alternative[] {
  const isWritten = known?.word === word
  return near
    .flatMap((term) => toCorrection(word, known, term) ?? [])
    .toSorted((a, b) => b.score - a.score)
    .slice(0, isWritten ? correctionsMax.ofKnown : correctionsMax.ofUnknown)
    .map(({ alternative }, i) => ({ ...alternative, weight: alternative.weight - 0.02 * i }))
}

/** Null when nobody would mistype it so. */
function toCorrection(
  word: string,
  known: Term | undefined,
  term: Term,
): { score: number; alternative: Alternative } | null {
  const distance = nearness(word, term.word)
  if (distance === null || distance === 0) return null
  if (known && !mayReplace(known, { word, term, distance })) return null
  const first = firstLetterOf(word, term.word)
  const likeness = 1 - (distance * first.factor) / word.length
  const frequency = 0.06 * Math.log10(1 + 5 * term.nameDf) + 0.015 * Math.log10(1 + term.df)
  const weight = known
    ? weights[known.word === word ? 'correctionOfKnown' : 'correctionOfForm']
    : 0.9 - 0.08 * (distance - 1) - first.malus
  return { score: likeness + frequency, alternative: toAlternative(term, term.word, 'correction', weight) }
}

/** How much more a mistake in the first letter counts. One left out ("rath", "nife") or put in is rarer than any other mistake, another one rarer still. */
const firstLetter = {
  same: { factor: 1, malus: 0 },
  moved: { factor: 1.5, malus: 0.1 },
  other: { factor: 2.5, malus: 0.2 },
} as const

function firstLetterOf(typed: string, word: string): { readonly factor: number; readonly malus: number } {
  if (typed[0] === word[0]) return firstLetter.same
  return typed[0] === word[1] || typed[1] === word[0] ? firstLetter.moved : firstLetter.other
}

function mayReplace(known: Term, { word, term, distance }: { word: string; term: Term; distance: number }): boolean {
  const isName = known.word === word && known.nameDf > 0
  return term.stem !== known.stem && distance === 1 && (!isName || term.nameDf >= known.nameDf)
}

/** How a book writes it: a form that none has ("citis") is the nearest of its kin ("cities"). */
function writtenAs(word: string, known: Term, near: readonly Term[]): string {
  if (known.word === word) return word
  const kin = near.filter(({ stem }) => stem === known.stem)
  return kin.toSorted((a, b) => editDistance(word, a.word) - editDistance(word, b.word))[0]?.word ?? word
}

/** What a word that nobody wrote may mean: that one guess is a rarer word makes it no better guess. */
function asLikely(guesses: readonly Alternative[]): Alternative[] {
  const idf = Math.max(...guesses.map((guess) => guess.idf))
  return guesses.map((guess) => ({ ...guess, idf }))
}

/** One alternative for each stem, the heaviest. */
function bestOfEach(alternatives: readonly Alternative[]): Alternative[] {
  const best = new Map<string, Alternative>()
  for (const alternative of alternatives) {
    const key = alternative.stems.join(' ')
    if ((best.get(key)?.weight ?? 0) < alternative.weight) best.set(key, alternative)
  }
  return [...best.values()]
}

/** The ways to cut one word into two of at least three letters each, or into letters and digits (`catch22`). */
function splitsOf(word: string): [string, string][] {
  const [, letters, digits] = /^([a-z]{2,})(\d+)$/.exec(word) ?? []
  if (letters !== undefined && digits !== undefined) return [[letters, digits]]
  if (!/^[a-z]{6,}$/.test(word)) return []
  return Array.from({ length: word.length - 5 }, (_, i) => [word.slice(0, i + 3), word.slice(i + 3)])
}
