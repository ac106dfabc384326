// Process: asks a worker to compare the books now instead of tonight, then ends.
import { startReconciliation } from '#reconciliation'
import { createDb, createPool } from '#platform/db'
import { createBoss, jobsOf } from '#platform/jobs'
import { createLog } from '#platform/log'

const url = process.env['DATABASE_URL']
if (!url) throw new Error('DATABASE_URL is not set')
const db = createDb(createPool({ url, name: 'quire-reconcile-books', max: 1 }))
const boss = createBoss({ url, role: 'sender', log: createLog({ name: 'quire-reconcile-books', level: 'error' }) })
await boss.start()
await startReconciliation({ db, jobs: jobsOf(boss) })
await boss.stop({ graceful: false })
await db.destroy()
process.stdout.write('asked for; the worker compares the books next\n')
