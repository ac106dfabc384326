// PostgreSQL does what every engine must.
import { engineContract } from '#testing/engine-contract'
import { indexWorks } from './index-works.ts'
import { createPostgresEngine } from './postgres-engine.ts'
import { recountTerms } from './queries.ts'

engineContract('postgres', async (db) => ({
  engine: createPostgresEngine({ db }),
  announce: indexWorks,
  settle: () => recountTerms(db),
  reprice: async () => {},
  close: async () => {},
}))
