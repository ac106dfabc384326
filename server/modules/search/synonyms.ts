// Words and phrases that readers use for one another. A text that has one of them is indexed under the first of its line as well, and a query that
// has one looks for the first too. Ours, kept small: a pair belongs here when readers mean the same books by both. Pure.

const lines = [
  'wwii, ww2, second world war, world war ii, world war 2, world war two',
  'wwi, ww1, first world war, world war i, world war 1, world war one, great war',
  'scifi, sf, sci fi, science fiction',
  'ya, young adult',
  'ai, artificial intelligence',
  'usa, united states',
  'uk, united kingdom, great britain',
  'ussr, soviet union',
  'nyc, new york city',
  'cookbook, cookery, cook book, recipes',
  'kids, children, childrens',
  'whodunit, murder mystery',
  'fairytale, fairy tale',
  'comics, graphic novel, comic',
  'movie, film',
  'post apocalyptic, postapocalyptic, apocalypse',
  'civil rights, black rights',
  'holocaust, shoah',
  'memoir, autobiography',
  'teenager, teen, adolescent',
  'doctor, physician',
  'cop, policeman, police officer',
  'lawyer, attorney, barrister',
  'spy, espionage, secret agent',
  'ship, vessel',
]

interface Member {
  readonly words: readonly string[]
  readonly canonical: string
}

/** By first word, the longest phrase first. */
const members = new Map<string, Member[]>()
for (const line of lines) {
  const phrases = line.split(', ')
  const canonical = (phrases[0] ?? '').replaceAll(' ', '')
  for (const phrase of phrases) {
    const words = phrase.split(' ')
    const first = words[0] ?? ''
    const sameStart = members.get(first) ?? []
    sameStart.push({ words, canonical })
    members.set(
      first,
      sameStart.toSorted((a, b) => b.words.length - a.words.length),
    )
  }
}

/** A run of words, `from` (inclusive) to `to` (exclusive), and the word that it is also indexed under. */
export interface Synonym {
  readonly from: number
  readonly to: number
  readonly canonical: string
}

/** Every synonym in folded words; of overlapping ones from one word the longest. */
export function synonymsIn(words: readonly string[]): Synonym[] {
  return words.flatMap((word, from) => {
    const found = members.get(word)?.find((member) => member.words.every((each, i) => words[from + i] === each))
    return found ? [{ from, to: from + found.words.length, canonical: found.canonical }] : []
  })
}

/** The words, and behind them those that they are also indexed under. */
export function withSynonyms(words: readonly string[]): string[] {
  const added = synonymsIn(words).flatMap(({ from, to, canonical }) =>
    to - from === 1 && words[from] === canonical ? [] : [canonical],
  )
  return added.length > 0 ? [...words, ...new Set(added)] : [...words]
}
