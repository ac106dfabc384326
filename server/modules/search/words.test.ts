// The pure parts: folding, stemming, distance, analysis, the document.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Work } from '#catalog'
import { analyzeQuery, groupWords, parseQuery } from './analyze-query.ts'
import type { Term } from './analyze-query.ts'
import { chooseEdition } from './choose-edition.ts'
import { editDistance, nearness } from './edit-distance.ts'
import { foldText, titleKeyOf, wordsOf } from './fold-text.ts'
import { stemWord } from './stem-word.ts'
import { toDocument } from './to-document.ts'

describe('folding', () => {
  it.each([
    ["The Time Traveler's Wife", ['the', 'time', 'travelers', 'wife']],
    ['Gödel, Escher & Bach', ['godel', 'escher', 'and', 'bach']],
    ['Łódź Smørrebrød Straße Ærø', ['lodz', 'smorrebrod', 'strasse', 'aero']],
    ['Преступле\u0301ние и наказа\u0301ние, ёж', ['преступление', 'и', 'наказание', 'еж']],
    ['ノルウェイの森', ['ノル', 'ルウ', 'ウェ', 'ェイ', 'イの', 'の森']],
    ['1Q84 村上', ['1q84', '村上']],
    ['أَحْمَد', ['احمد']],
  ])('%s', (text, words) => expect(wordsOf(text)).toEqual(words))

  it('does not change what is folded', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => foldText(foldText(text)) === foldText(text)))
  })

  it('makes words that need no quoting in a tsquery', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) =>
        wordsOf(text).every((word) => !/['\\\s:&|!()]/.test(word)),
      ),
    )
  })

  it('knows a title without its article', () => {
    expect(titleKeyOf('The Stand')).toBe(titleKeyOf('stand'))
    expect(titleKeyOf('It')).toBe('it')
  })
})

describe('stemming', () => {
  it.each([
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['gardens', 'garden'],
    ['gardening', 'garden'],
    ['agreed', 'agre'],
    ['plastered', 'plaster'],
    ['hopping', 'hop'],
    ['falling', 'fall'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['relational', 'relat'],
    ['conditional', 'condit'],
    ['vietnamization', 'vietnam'],
    ['electricity', 'electr'],
    ['hopefulness', 'hope'],
    ['adjustment', 'adjust'],
    ['adoption', 'adopt'],
    ['controlling', 'control'],
    ['rate', 'rate'],
    ['probate', 'probat'],
    ['sky', 'ski'],
    ['skies', 'ski'],
    ['boys', 'boy'],
    ['boy', 'boy'],
    ['history', 'histori'],
    ['histories', 'histori'],
    ['war', 'war'],
    ['straße', 'straße'],
  ])('%s → %s', (word, stem) => expect(stemWord(word)).toBe(stem))

  it('never makes a word longer', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{1,14}$/), (word) => stemWord(word).length <= word.length))
  })
})

describe('distance', () => {
  it.each([
    ['gardan', 'garden', 1],
    ['tolkein', 'tolkien', 1],
    ['dune', 'dune', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('%s to %s is %i', (a, b, distance) => expect(editDistance(a, b)).toBe(distance))

  it('is the same both ways, and at most the longer length', () => {
    const word = fc.stringMatching(/^[a-d]{0,8}$/)
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b)
        return (
          distance === editDistance(b, a) && distance <= Math.max(a.length, b.length) && (distance === 0) === (a === b)
        )
      }),
    )
  })

  it('forgives more in longer words', () => {
    expect(nearness('dune', 'dome')).toBeNull()
    expect(nearness('dostoyevski', 'dostoevsky')).toBe(2)
  })
})

describe('analysis', () => {
  const term = (word: string, nameDf = 5): Term => ({ word, stem: stemWord(word), df: nameDf, nameDf, idf: 5 })
  const vocabulary = (...words: string[]) => new Map(words.map((word) => [stemWord(word), term(word)]))
  const group = (text: string, found: Partial<Parameters<typeof groupWords>[1]>) =>
    groupWords(parseQuery(text), { terms: new Map(), near: new Map(), completions: [], ...found })

  it('completes only the last word, while it is open', () => {
    expect(parseQuery('harry pot').prefix).toBe('pot')
    expect(parseQuery('harry pot ').prefix).toBeNull()
    const [first, last] = group('harry pot', { terms: vocabulary('harry'), completions: [term('potter')] })
    expect(first?.alternatives.map(({ kind }) => kind)).toEqual(['typed'])
    expect(last?.alternatives.map(({ kind }) => kind)).toEqual(['completion'])
  })

  it('takes a word for its correction, its other spelling, its halves or its whole', () => {
    const corrected = group('gardan ', { near: new Map([['gardan', [term('garden'), term('guard')]]]) })
    expect(corrected[0]?.alternatives[0]).toMatchObject({ word: 'garden', kind: 'correction' })
    expect(group('colour ', { terms: vocabulary('color') })[0]?.alternatives[0]).toMatchObject({ word: 'color' })
    expect(group('mobydick ', { terms: vocabulary('moby', 'dick') })[0]?.alternatives[0]?.stems).toEqual([
      'mobi',
      'dick',
    ])
    expect(group('note book ', { terms: vocabulary('notebook') })[0]?.alternatives[0]).toMatchObject({
      word: 'notebook',
    })
  })

  it('does not take a known name for a rarer one', () => {
    const terms = new Map([['rath', term('rath', 2)]])
    const near = (df: number) =>
      group('rath ', { terms, near: new Map([['rath', [term('wrath', df)]]]) })[0]?.alternatives
    expect(near(1)?.map(({ word }) => word)).toEqual(['rath'])
    expect(near(2)?.map(({ word }) => word)).toEqual(['rath', 'wrath'])
  })

  it('doubts a form that no book has, though its stem is known, and reads it as the nearest that one has', async () => {
    const terms = new Map([['citi', term('city')]])
    const doubted: string[] = []
    const near = async (words: readonly string[]) => {
      doubted.push(...words)
      return new Map([['citis', [term('city'), term('cities')]]])
    }
    const query = parseQuery('citis city ')
    const found = await analyzeQuery({ terms: async () => terms, completions: async () => [], near }, query)
    expect(doubted).toEqual(['citis'])
    expect(groupWords(query, found)[0]?.alternatives).toMatchObject([{ word: 'cities', kind: 'typed' }])
  })

  it('lets stop words count when there is nothing else', () => {
    expect(group('it', { terms: vocabulary('it') })[0]?.isStop).toBe(false)
    expect(group('it stand', { terms: vocabulary('it', 'stand') })[0]?.isStop).toBe(true)
  })

  it('looks at no more than 24 words', () => {
    expect(parseQuery('word '.repeat(500)).words).toHaveLength(24)
  })
})

describe('documents', () => {
  const edition = { subtitle: null, publisher: null, publishedYear: 2000, pages: null } as const
  const work: Work = {
    id: '01890000-0000-7000-8000-000000000000',
    title: 'The Catcher in the Rye',
    subtitle: null,
    authors: ['J. D. Salinger'],
    originalYear: 1951,
    originalLanguage: 'en',
    series: null,
    seriesNumber: null,
    subjects: ['Classics'],
    description: 'A boy leaves his school.',
    popularity: 90,
    updatedAt: new Date(0),
    editions: [
      { ...edition, isbn13: '9783462032185', title: 'Der Fänger im Roggen', format: 'paperback', language: 'de' },
      { ...edition, isbn13: '9780316769488', title: 'The Catcher in the Rye', format: 'mass-market', language: 'en' },
    ],
  }

  it('has the titles of all editions, and tells names from talk', () => {
    const document = toDocument(work)
    expect(document.fields.split('\n')).toEqual([
      'the catcher in the rye',
      'der fanger im roggen',
      'j d saling',
      '',
      '',
      'classic',
      'boy leav school',
    ])
    expect(document.stems).toContain('school')
    expect(document.suggestions.map(({ key }) => key)).toContain('salinger')
    expect(document.suggestions.find(({ kind }) => kind === 'title')?.isbn13).toBe('9780316769488')
  })

  it.each([
    ['catcher rye', {}, '9780316769488'],
    ['fanger roggen', {}, '9783462032185'],
    ['salinger', {}, '9780316769488'],
    ['salinger', { languages: ['de'] }, '9783462032185'],
    ['salinger', { formats: ['paperback'] }, '9783462032185'],
  ])('shows for %s with %j the edition %s', (text, filters, isbn13) => {
    expect(chooseEdition(work, text, filters)?.isbn13).toBe(isbn13)
  })
})
