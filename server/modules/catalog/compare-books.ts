// Whether two descriptions are of one book. Pure. The rule, for one ISBN that two sources describe: the titles' keys are equal, or one begins with
// the other at a word ("The Hobbit", "The Hobbit, or There and Back Again"), and one surname of the authors is in both, where both name any.
// Anything else is another book, and a person decides.

export interface Named {
  readonly titles: readonly string[]
  readonly authors: readonly string[]
}

const articles = new Set('a an the der die das ein eine le la les un une el los las il lo gli'.split(' '))
/** A title of fewer letters is the beginning of too many others. */
const beginningMin = 4

/** Lower case, without diacritics and without the article in front; words divided by single blanks. */
export function titleKeyOf(title: string): string {
  const words = wordsOf(title)
  return (words.length > 1 && articles.has(words[0] ?? '') ? words.slice(1) : words).join(' ')
}

/** The folded family name: what stands before a comma, else the last word. */
export function surnameOf(author: string): string {
  const [family = '', given] = author.split(',')
  const words = wordsOf(given === undefined ? author : family)
  return (given === undefined ? words.at(-1) : words.join(' ')) ?? ''
}

/** True when both may be the same book; see above. */
export function isSameBook(one: Named, other: Named): boolean {
  return one.titles.some((a) => other.titles.some((b) => isSameTitle(a, b))) && shareAuthor(one.authors, other.authors)
}

function isSameTitle(one: string, other: string): boolean {
  const [a, b] = [titleKeyOf(one), titleKeyOf(other)]
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short === long) return true
  return short.length >= beginningMin && long.startsWith(`${short} `)
}

function shareAuthor(ones: readonly string[], others: readonly string[]): boolean {
  if (ones.length === 0 || others.length === 0) return true
  const surnames = new Set(ones.map(surnameOf))
  return others.some((author) => surnames.has(surnameOf(author)))
}

function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/gu, '')
    .toLowerCase()
    .replaceAll(/(?<=\p{L})['’ʼ`](?=\p{L})/gu, '')
  return folded.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}
