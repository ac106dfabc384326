// catalog: what books there are.
// Owns: works, editions, contributors, subjects, and the import of them.
// Promises: an ISBN belongs to one work; what changed is announced in the transaction that changed it.
// Refuses: numbers that are no ISBN, and to give a number that one book has to another: staff decide that.
export {
  findAcceptable,
  findEditions,
  findWorkCards,
  hydrateEditions,
  hydrateWorks,
  pageWorkVersions,
} from './find-editions.ts'
export { getBook } from './get-book.ts'
export { countSubjects, findAmong } from './find-among.ts'
export { getImport, readRejects } from './list-imports.ts'
export { guessFormat } from './open-source.ts'
export { receiveUpload } from './receive-upload.ts'
export { catalogJobs } from './handle-jobs.ts'
export { importCsv } from './import-csv.ts'
export type { ImportCounts, ImportListener } from './import-csv.ts'
export { worksChanged } from './jobs.ts'
export { Acceptable, formats, importFormats } from './model.ts'
export type {
  BookView,
  CatalogDeps,
  Edition,
  EditionCard,
  EditionView,
  Format,
  ImportDeps,
  ImportFormat,
  ImportRow,
  RunnerDeps,
  Work,
  WorkCard,
} from './model.ts'
export { hasWorks } from './queries.ts'
export { catalogRouter } from './router.ts'
export { ImportHeldError, runImport } from './run-import.ts'
export { startImport } from './start-import.ts'
export type { Rejection } from './save-records.ts'
