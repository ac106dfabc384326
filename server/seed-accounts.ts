// Process: makes sure that the two demo people exist with the password of QUIRE_DEMO_PASSWORD, then ends.
import { ensureAccount } from '#accounts'
import { createDb, createPool } from '#platform/db'
import { systemIds } from '#platform/ids'

const url = process.env['DATABASE_URL']
const password = process.env['QUIRE_DEMO_PASSWORD']
if (!url) throw new Error('DATABASE_URL is not set')
if (!password || password.length < 8) throw new Error('QUIRE_DEMO_PASSWORD must have at least 8 characters')

const db = createDb(createPool({ url, name: 'quire-seed', max: 1 }))
const deps = { db, ids: systemIds }
await ensureAccount(deps, { email: 'reader@example.com', name: 'Robin Reader', role: 'reader', password })
await ensureAccount(deps, { email: 'ops@example.com', name: 'Olive Ops', role: 'staff', password })
await db.destroy()
process.stdout.write('demo accounts: reader@example.com, ops@example.com\n')
