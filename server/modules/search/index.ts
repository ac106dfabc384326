// search: finding books by whatever a reader remembers of them.
// Owns: the index (documents, words, suggestions), the engines behind one port, what a result looks like.
// Promises: an ISBN in any form goes straight to its book; a change is findable soon after its transaction; popularity breaks ties.
// Refuses: to be the truth. Everything here can be rebuilt from the catalogue.
export type { EngineQuery, EngineResult, SearchEngine } from './engine.ts'
export { findBooks } from './find-books.ts'
export { followChanges } from './follow-changes.ts'
export { dropReplicas, rebuildReplica, tendReplicas } from './index-anew.ts'
export { isIndexEmpty } from './index-queries.ts'
export { indexStandings } from './index-standings.ts'
export { indexWorks } from './index-works.ts'
export { searchJobs, standingsChanged } from './jobs.ts'
export { mergeSegments } from './merge-segments.ts'
export { SearchIndexView } from './model.ts'
export type { IndexDeps, ReplicaDeps, SearchDeps } from './model.ts'
export { createOpenSearchEngine } from './opensearch-engine.ts'
export { createPostgresEngine, searchPool } from './postgres-engine.ts'
export { readIndexState } from './read-index-state.ts'
export { rebuildIndex } from './index-all.ts'
export { searchRouter } from './router.ts'
