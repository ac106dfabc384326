import { goldenQueries } from '#testing/golden'
import {
  ensureNames,
  findClaims,
  findWorkByIsbn,
  hasWorks,
  listEditionIsbns,
  listEditions,
  listWorks,
  listWorkVersions,
  lockImports,
  replaceLinks,
  saveEditions,
  saveWorks,
} from './queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const isbn13 = '9780141439518'

goldenQueries(import.meta.dirname, {
  findWorkByIsbn: { run: (tx) => findWorkByIsbn(tx, isbn13) },
  listWorks: { run: (tx) => listWorks(tx, [id]) },
  listEditions: { run: (tx) => listEditions(tx, [isbn13]) },
  listEditionIsbns: {
    run: (tx) => listEditionIsbns(tx, { workId: id, formats: ['ebook'], languages: ['en'], limit: 200 }),
  },
  listWorkVersions: { run: (tx) => listWorkVersions(tx, { afterId: id, limit: 500 }) },
  hasWorks: { run: hasWorks },
  lockImports: { run: lockImports },
  findClaims: { run: (tx) => findClaims(tx, [isbn13]) },
  saveWorks: { run: (tx) => saveWorks(tx, [{ id, key: 'key', title: 'Title' }]) },
  saveEditions: {
    run: (tx) => saveEditions(tx, [{ isbn13, workId: id, title: 'Title', format: 'ebook', language: 'en' }]),
  },
  ensureNames: { run: (tx) => ensureNames(tx, 'subject', [{ id, name: 'Sea' }]) },
  replaceLinks: {
    run: (tx) =>
      replaceLinks(tx, [id], {
        contributors: [{ workId: id, contributorId: id, position: 0 }],
        subjects: [{ workId: id, subjectId: id }],
      }),
  },
})
