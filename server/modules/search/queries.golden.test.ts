import { goldenQueries } from '#testing/golden'
import {
  countFacets,
  listCandidates,
  listCompletions,
  listIndexedVersions,
  listNearTerms,
  listPopular,
  listSuggestions,
  listTerms,
  recountTerms,
  saveDocuments,
  saveTerms,
} from './queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const filters = { subjects: ['Sea'], languages: ['en'], formats: ['ebook'], yearFrom: 1900, yearTo: 2000 }
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
  names: ['dune'],
  stems: ['dune'],
  fields: 'dune',
  words: new Map([['dune', 'dune']]),
  suggestions: [{ kind: 'title' as const, label: 'Dune', key: 'dune', isbn13: null }],
}

goldenQueries(import.meta.dirname, {
  listTerms: { run: (tx) => listTerms(tx, ['dune']) },
  listCompletions: { run: (tx) => listCompletions(tx, 'du', 8) },
  listNearTerms: { run: (tx) => listNearTerms(tx, ['dnue']) },
  listCandidates: {
    run: (tx) =>
      listCandidates(tx, {
        titleKey: 'dune',
        allWords: "'dune'",
        parts: [{ query: "'dune'", weight: 1, group: 0 }],
        filters,
      }),
  },
  listPopular: { run: (tx) => listPopular(tx, {}, { offset: 0, limit: 20 }) },
  countFacets: { run: (tx) => countFacets(tx, { allWords: "'dune'" }, {}) },
  listSuggestions: { run: (tx) => listSuggestions(tx, 'du', 8) },
  saveDocuments: { run: (tx) => saveDocuments(tx, [document]), answers: [[{ workId: id }]] },
  saveTerms: { run: (tx) => saveTerms(tx, document.words) },
  recountTerms: { run: recountTerms },
  listIndexedVersions: { run: (tx) => listIndexedVersions(tx, [id]) },
})
