import { createFallbackEngine } from './create-fallback-engine.ts'
import { searchBudgetMs } from './engine.ts'
import type { SearchEngine } from './engine.ts'
import type { SearchDeps } from './model.ts'
import { createOpenSearchEngine } from './opensearch-engine.ts'
import { createPostgresEngine } from './postgres-engine.ts'

/** The engine that this process searches by: PostgreSQL, or OpenSearch with PostgreSQL to stand in for it. */
export function createEngine({ db, log, openSearch }: Pick<SearchDeps, 'db' | 'log' | 'openSearch'>): SearchEngine {
  const postgres = createPostgresEngine({ db })
  if (!openSearch) return postgres
  const engine = createOpenSearchEngine({ db, ...openSearch, timeoutMs: searchBudgetMs })
  return createFallbackEngine(engine, postgres, { log })
}
