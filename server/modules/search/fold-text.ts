// From what people write to the words that are compared. The index and the query go through the same functions. Pure.
import { stemWord } from './stem-word.ts'

/** Letters that Unicode does not decompose, but readers do. */
const letters: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ة: 'ه',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
}
const lettersPattern = new RegExp(`[${Object.keys(letters).join('')}]`, 'gu')

/** Words that say little; they count in names ("The Stand"), not in descriptions. */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'a about after all also an and any are as at be been before but by can could did do for from had has have he her him his how i if in ' +
    'into is it its just like me more most my no not of on one only or our out over she so some than that the their them then there these ' +
    'they this to too under up very was we were what when where which while who whom whose why will with would you your ' +
    'book books novel story der die das und ein eine le la les un une et de du des el los las y en il lo gli i e'
  ).split(' '),
)

const articles = new Set('a an the der die das ein eine le la les un une el los las il lo gli'.split(' '))

/** Runs of these scripts have no blanks between words; they are cut into overlapping pairs. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+/gu

/** Lower case, without diacritics, ligatures and vowel signs: `Žižek` and `zizek` are one. */
export function foldText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- all of ASCII: nothing to decompose, and most texts
  if (/^[\0-\x7F]*$/.test(text)) {
    return text
      .toLowerCase()
      .replaceAll(/(?<=[a-z])['`](?=[a-z])/g, '')
      .replaceAll('&', ' and ')
  }
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F\u064B-\u0655\u0640]/gu, '')
    .normalize('NFC') // keeps the voicing marks of kana
    .replaceAll(lettersPattern, (letter) => letters[letter] ?? letter) // after the marks: ǽ is an æ with one
    .replaceAll(/(?<=\p{L})['’ʼ`](?=\p{L})/gu, '') // traveler's → travelers
    .replaceAll('&', ' and ')
}

/** The folded words of a text in their order; pairs of characters where words are not spaced. */
export function wordsOf(text: string): string[] {
  const folded = foldText(text)
  // oxlint-disable-next-line no-control-regex -- without letters of other scripts there is nothing to cut
  if (/^[\0-\x7F]*$/.test(folded)) return folded.match(/[a-z\d]+/g) ?? []
  const words: string[] = []
  for (const [run] of folded.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    let end = 0
    for (const match of run.matchAll(unspaced)) {
      if (match.index > end) words.push(run.slice(end, match.index))
      words.push(...pairsOf(match[0]))
      end = match.index + match[0].length
    }
    if (end < run.length) words.push(run.slice(end))
  }
  return words
}

/** The folded title without leading article and blanks: equal keys are equal titles to a reader. */
export function titleKeyOf(title: string): string {
  return joinTitle(wordsOf(title))
}

/** The same of a title's folded words. */
export function joinTitle(words: readonly string[]): string {
  return (words.length > 1 && articles.has(words[0] ?? '') ? words.slice(1) : words).join('')
}

export function stemsOf(words: readonly string[]): string[] {
  return words.map(stemWord)
}

function pairsOf(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`)
}
