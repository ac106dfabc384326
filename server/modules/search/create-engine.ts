import { createFallbackEngine } from './create-fallback-engine.ts'
import { searchBudgetMs } from './engine.ts'
import type { SearchEngine } from './engine.ts'
import type { SearchDeps } from './model.ts'
import { createOpenSearchEngine } from './opensearch-engine.ts'
import { createPostgresEngine } from './postgres-engine.ts'
import { readVocabulary } from './read-vocabulary.ts'

/** The engine that this process searches by: PostgreSQL, or OpenSearch with PostgreSQL to stand in for it. */
export function createEngine(deps: Omit<SearchDeps, 'engine'>): SearchEngine {
  const { db, searchDb = db, log, openSearch } = deps
  const meaning = deps.meaning ?? undefined
  const vocabulary = readVocabulary({ db, searchDb })
  const postgres = createPostgresEngine({ db, searchDb, meaning, vocabulary })
  if (!openSearch) return postgres
  const engine = createOpenSearchEngine({ db: searchDb, ...openSearch, timeoutMs: searchBudgetMs, meaning, vocabulary })
  return createFallbackEngine(engine, postgres, { log })
}
