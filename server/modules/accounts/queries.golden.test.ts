import { goldenQueries } from '#testing/golden'
import { findAccount, findPasswordHash, hydrateAccounts, saveAccount, savePasswordHash } from './queries.ts'

const id = '01890000-0000-7000-8000-000000000000'
const account = { id, email: 'ada@example.com', name: 'Ada', role: 'reader' as const }

goldenQueries(import.meta.dirname, {
  findAccount: { run: (tx) => findAccount(tx, id) },
  hydrateAccounts: { run: (tx) => hydrateAccounts(tx, [id]) },
  saveAccount: { run: (tx) => saveAccount(tx, account), answers: [[{ id }]] },
  findPasswordHash: { run: (tx) => findPasswordHash(tx, id) },
  savePasswordHash: { run: (tx) => savePasswordHash(tx, { id, accountId: id, hash: 'hash' }) },
})
