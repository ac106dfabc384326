// Process: brings the database of DATABASE_URL up to date, then ends.
import { installJobs } from './platform/jobs.ts'
import { migrateToLatest } from './platform/migrate.ts'

const url = process.env['DATABASE_URL']
if (!url) throw new Error('DATABASE_URL is not set')
const ran = await migrateToLatest(url)
await installJobs(url)
process.stdout.write(ran.length > 0 ? `migrated: ${ran.join(', ')}\n` : 'database is up to date\n')
