// The rules of the ranking, each on the few works that it is about.
import { describe, expect, it } from 'vitest'
import { groupWords, parseQuery } from './analyze-query.ts'
import type { Findings, Term } from './analyze-query.ts'
import { titleKeyOf, wordsOf } from './fold-text.ts'
import { rankCandidates } from './rank-candidates.ts'
import { stemWord } from './stem-word.ts'

interface Book {
  readonly title: string
  readonly popularity?: number
  readonly description?: string
}

const termOf = (word: string, more: Partial<Term> = {}): Term => ({
  word,
  stem: stemWord(word),
  df: 10,
  nameDf: 10,
  idf: 5,
  ...more,
})

/** Titles in the order of the ranking. `words`: the vocabulary. */
function rank(
  text: string,
  books: readonly Book[],
  words: readonly Term[],
  near: Record<string, Term[]> = {},
): string[] {
  const query = parseQuery(text)
  const completions = words.filter(({ word }) => query.prefix !== null && word.startsWith(query.prefix))
  const found: Findings = {
    terms: new Map(words.map((term) => [term.stem, term])),
    near: new Map(Object.entries(near)),
    completions,
  }
  const candidates = books.map(({ title, popularity = 50, description = '' }, doc) => ({
    workId: title,
    doc,
    titleKey: titleKeyOf(title),
    popularity,
    seriesNumber: null,
    fields: [
      wordsOf(title).map(stemWord).join(' '),
      '',
      '',
      '',
      '',
      '',
      wordsOf(description).map(stemWord).join(' '),
    ].join('\n'),
    nearness: 0,
  }))
  return rankCandidates(candidates, groupWords(query, found), query.titleKey).map(({ workId }) => workId)
}

describe('a title that is typed', () => {
  it('counts as typed when it is misspelt, also into a word that exists', () => {
    const books = [
      { title: 'Strengths of Rath', popularity: 90 },
      { title: 'The Grapes of Wrath', popularity: 70 },
    ]
    const rath = termOf('rath', { idf: 9 })
    const wrath = termOf('wrath', { nameDf: 12 })
    expect(rank('grapes of rath ', books, [termOf('grapes'), rath, wrath], { rath: [wrath] })[0]).toBe(
      'The Grapes of Wrath',
    )
  })

  it('is taken for the better known of two when one letter parts it from both', () => {
    const books = [
      { title: 'The Alchemyst', popularity: 60 },
      { title: 'The Alchemist', popularity: 80 },
    ]
    const [rare, usual] = [termOf('alchemyst', { idf: 9, nameDf: 2 }), termOf('alchemist', { idf: 6, nameDf: 20 })]
    expect(rank('the alchemst ', books, [], { alchemst: [rare, usual] })[0]).toBe('The Alchemist')
  })

  it('is begun by a last word of one letter, and by one that completes to too many', () => {
    const books = [
      { title: 'Letters to P', popularity: 90, description: 'A life.' },
      { title: 'Life of Pi', popularity: 60 },
    ]
    expect(rank('life of p', books, [termOf('life'), termOf('p', { idf: 9 })])[0]).toBe('Life of Pi')
    expect(rank('life of pi', books, [termOf('life'), termOf('p', { idf: 9 })])[0]).toBe('Life of Pi')
  })

  it('has the article that was typed', () => {
    const books = [
      { title: 'Shiloh', popularity: 70 },
      { title: 'The Shining', popularity: 70 },
    ]
    const words = [termOf('the', { idf: 0.5 }), termOf('shiloh'), termOf('shining')]
    expect(rank('the shi', books, words)[0]).toBe('The Shining')
    expect(rank('shi', books, words)[0]).toBe('Shiloh') // equal otherwise: by number
  })
})

describe('a description', () => {
  const words = ['boy', 'raised', 'ghosts', 'cemetery', 'living', 'dead'].map((word) => termOf(word, { idf: 3 }))
  const long = (text: string) => `${text} ${'much more '.repeat(100)}`

  it('goes by how many of its words a work has, not by one that is in a title', () => {
    const books = [{ title: 'Ghosts' }, { title: 'Nobody Owens', description: long('Boy raised in a cemetery') }]
    expect(rank('boy raised by living ghosts in a cemetery of the dead ', books, words)[0]).toBe('Nobody Owens')
  })

  it('goes by its rare words', () => {
    const books = [
      { title: 'A', description: 'boy raised living dead' },
      { title: 'B', description: 'a cemetery among hills' },
    ]
    const rare = words.map((term) => (term.word === 'cemetery' ? { ...term, idf: 9 } : term))
    expect(rank('boy raised living dead cemetery ', books, rare)[0]).toBe('B')
  })

  it('is also what names nothing, however short: then the better known counts for more', () => {
    const books = [
      { title: 'Firemen', popularity: 60 },
      { title: 'Fahrenheit', popularity: 80, description: long('firemen burn what people read') },
    ]
    const few = ['firemen', 'burn', 'read'].map((word) => termOf(word))
    expect(rank('firemen burn read ', books, few)[0]).toBe('Fahrenheit')
  })
})
