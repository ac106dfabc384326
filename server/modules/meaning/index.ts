// meaning: what texts are about, as vectors of an embedding model, for searches whose words no book has.
// Owns: a vector for each work. Promises: the vectors follow the catalogue by themselves, and a model that is slow, wrong or away costs a search a
// moment and changes nothing else about it.
// Refuses: to rank. It says what is near; search weighs it against the words (docs/decisions/0049).
export { meaningJobs } from './handle-jobs.ts'
export { embedWorks } from './jobs.ts'
export type { MeaningDeps } from './model.ts'
export { openMeaning } from './open-meaning.ts'
