import { goldenQueries } from '#testing/golden'
import {
  closeClaim,
  countOpenClaims,
  dropOnixRecords,
  findClaim,
  findClaimStates,
  findOnixRecords,
  listOpenClaims,
  refuseKey,
  saveClaims,
  saveOnixRecords,
  withdrawEditions,
} from './claim-queries.ts'
import {
  filterEditions,
  findWorkByIsbn,
  hasWorks,
  listEditionIsbns,
  listEditions,
  listSubjectsOf,
  listWorkCards,
  listWorks,
  listWorkVersions,
} from './queries.ts'
import {
  ensureNames,
  findHolders,
  findWorksByKey,
  insertWorks,
  lockImports,
  saveAliases,
  saveEditions,
  saveLinks,
  updateWorks,
} from './save-queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const isbn13 = '9780141439518'
const at = new Date('2026-11-22T10:00:00Z')
const work = {
  id,
  key: 'key',
  title: 'Title',
  subtitle: null,
  original_year: null,
  original_language: null,
  description: null,
  popularity: null,
  lead_isbn13: isbn13,
  leads: true,
}
const edition = {
  isbn13,
  work_id: id,
  title: 'Title',
  subtitle: null,
  format: 'ebook',
  language: 'en',
  publisher: null,
  published_year: null,
  pages: null,
}

goldenQueries(import.meta.dirname, {
  findWorkByIsbn: { run: (tx) => findWorkByIsbn(tx, isbn13) },
  listWorks: { run: (tx) => listWorks(tx, [id]) },
  listWorkCards: { run: (tx) => listWorkCards(tx, [id]) },
  listEditions: { run: (tx) => listEditions(tx, [isbn13]) },
  filterEditions: { run: (tx) => filterEditions(tx, { isbns: [isbn13], subject: null, words: [] }) },
  'filterEditions, of a subject, with words': {
    run: (tx) => filterEditions(tx, { isbns: [isbn13], subject: 'Sea', words: ['whale'] }),
  },
  listSubjectsOf: { run: (tx) => listSubjectsOf(tx, [isbn13]) },
  listEditionIsbns: {
    run: (tx) => listEditionIsbns(tx, { workId: id, formats: ['ebook'], languages: ['en'], limit: 200 }),
  },
  listWorkVersions: { run: (tx) => listWorkVersions(tx, { afterId: id, limit: 500 }) },
  hasWorks: { run: hasWorks },
  lockImports: { run: lockImports },
  findHolders: { run: (tx) => findHolders(tx, [isbn13]) },
  findWorksByKey: { run: (tx) => findWorksByKey(tx, ['key']) },
  insertWorks: { run: (tx) => insertWorks(tx, [work]) },
  updateWorks: { run: (tx) => updateWorks(tx, [work]) },
  saveEditions: { run: (tx) => saveEditions(tx, [edition]) },
  saveAliases: { run: (tx) => saveAliases(tx, [{ key: 'other', work_id: id }]) },
  ensureNames: { run: (tx) => ensureNames(tx, 'subject', [{ id, name: 'Sea' }]) },
  saveLinks: {
    run: (tx) =>
      saveLinks(tx, { contributors: [], editionContributors: [], series: [], subjects: [], codes: [] }, new Set([id])),
  },
  findClaimStates: { run: (tx) => findClaimStates(tx, [isbn13], ['key']) },
  saveClaims: { run: (tx) => saveClaims(tx, [{ id, isbn13, work_key: 'key', record: {}, import_id: null }]) },
  listOpenClaims: { run: (tx) => listOpenClaims(tx, { afterId: id, limit: 20 }) },
  countOpenClaims: { run: countOpenClaims, answers: [[{ count: 0n }]] },
  findClaim: { run: (tx) => findClaim(tx, id) },
  closeClaim: { run: (tx) => closeClaim(tx, id, { state: 'KEPT', by: 'me', why: 'seen it', at }) },
  refuseKey: { run: (tx) => refuseKey(tx, { id, isbn13, workKey: 'key', by: 'me', why: 'seen it', at }) },
  findOnixRecords: { run: (tx) => findOnixRecords(tx, 'sender', ['reference']) },
  saveOnixRecords: {
    run: (tx) => saveOnixRecords(tx, [{ sender: 'sender', reference: 'reference', isbn13, sentAt: at }]),
  },
  dropOnixRecords: { run: (tx) => dropOnixRecords(tx, 'sender', ['reference']) },
  withdrawEditions: { run: (tx) => withdrawEditions(tx, [isbn13]), answers: [[{ work_id: id }]] },
})
