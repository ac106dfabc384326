import { goldenQueries } from '#testing/golden'
import { listVersions, pageVectors, saveVectors } from './queries.ts'

const workId = '01890000-0000-7000-8000-000000000000'
const at = new Date('2026-11-22T12:00:00Z')
const model = 'all-minilm'
const vectors = [{ workId, sourceUpdatedAt: at, vector: Int8Array.from([127, -3]) }]

goldenQueries(import.meta.dirname, {
  saveVectors: { run: (tx) => saveVectors(tx, { model, at, vectors }) },
  listVersions: { run: (tx) => listVersions(tx, model, [workId]) },
  pageVectors: { run: (tx) => pageVectors(tx, model, { after: { changedAt: at, workId }, limit: 2 }) },
})
