import { goldenQueries } from '#testing/golden'
import {
  addToTerms,
  countPending,
  deleteTerms,
  insertPostings,
  insertSegment,
  isIndexEmpty,
  listIndexedVersions,
  listSegments,
  pagePostings,
  replaceSegments,
  saveDocuments,
  saveStandings,
  saveWords,
  takePending,
} from './index-queries.ts'
import {
  countFacets,
  filterDocs,
  listDocs,
  listPosted,
  listSuggestions,
  listTexts,
  listTitled,
  pageDocs,
} from './queries.ts'
import { countWorks, listTerms, pageWords } from './word-queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const filters = {
  subjects: ['Sea'],
  languages: ['en'],
  formats: ['ebook'],
  yearFrom: 1900,
  yearTo: 2000,
  availability: ['ours' as const, 'unseen' as const],
  priceFromMinor: 1,
  priceToMinor: 2,
}
const document = {
  workId: id,
  sourceUpdatedAt: new Date(0),
  titleKey: 'dune',
  popularity: 1,
  year: 1965,
  seriesNumber: null,
  subjects: ['Sea'],
  languages: ['en'],
  formats: ['ebook'],
  stems: ['dune'],
  fields: 'dune',
  words: new Map([['dune', 'dune']]),
  suggestions: [{ kind: 'title' as const, label: 'Dune', key: 'dune', isbn13: null, popularity: 1 }],
}

goldenQueries(import.meta.dirname, {
  listTerms: { run: (tx) => listTerms(tx, ['dune'], ['dune']) },
  pageWords: { run: (tx) => pageWords(tx, 'dune', 8) },
  countWorks: { run: (tx) => countWorks(tx) },
  listPosted: { run: (tx) => listPosted(tx, { stems: ['dune'], anyWord: "'dune'", titleKey: 'dune' }) },
  listTitled: { run: (tx) => listTitled(tx, 'dune') },
  listTexts: { run: (tx) => listTexts(tx, [1]) },
  listDocs: { run: (tx) => listDocs(tx, [id]) },
  filterDocs: { run: (tx) => filterDocs(tx, [1], filters) },
  pageDocs: {
    run: (tx) => pageDocs(tx, { docs: null, filters: {}, sort: 'newest', after: { key: 1, doc: 1 }, limit: 20 }),
  },
  countFacets: { run: (tx) => countFacets(tx, [1], {}) },
  countAllFacets: { run: (tx) => countFacets(tx, null, filters) },
  listSuggestions: { run: (tx) => listSuggestions(tx, 'du', 8) },
  saveDocuments: {
    run: (tx) => saveDocuments(tx, [document]),
    answers: [[{ workId: id, doc: 1, isSaved: true, isPosted: false }]],
  },
  saveWords: { run: (tx) => saveWords(tx, document.words) },
  saveStandings: { run: (tx) => saveStandings(tx, [{ workId: id, lowestMinor: 1, isOurs: true }]) },
  listIndexedVersions: { run: (tx) => listIndexedVersions(tx, [id]) },
  isIndexEmpty: { run: isIndexEmpty },
  countPending: { run: (tx) => countPending(tx, 200) },
  takePending: { run: (tx) => takePending(tx, 10), answers: [[{ doc: 1, counted: null }]] },
  insertSegment: { run: (tx) => insertSegment(tx, 1), answers: [[{ id: 1 }]] },
  insertPostings: { run: (tx) => insertPostings(tx, 1, [{ stem: 'dune', works: 1, list: Buffer.alloc(6) }]) },
  addToTerms: { run: (tx) => addToTerms(tx, [{ stem: 'dune', works: 1, named: 1 }]) },
  listSegments: { run: listSegments },
  pagePostings: { run: (tx) => pagePostings(tx, { segments: [1], after: '', limit: 10 }) },
  replaceSegments: { run: (tx) => replaceSegments(tx, [1]) },
  deleteTerms: { run: deleteTerms },
})
