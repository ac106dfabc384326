// The server as its readers meet it: over HTTP, with a worker beside it, everything real around it, and a book to buy.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll } from 'vitest'
import { ensureAccount } from '#accounts'
import { importCsv } from '#catalog'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { freePort } from '../../scripts/ports.ts'
import { removeFolder, temporaryFolder } from '../../scripts/temporary.ts'
import { readConfig } from '../app/config.ts'
import type { Config } from '../app/config.ts'
import { serve } from '../app/serve.ts'
import { startWork } from '../app/work.ts'
import { openOutside } from './outside.ts'
import type { Outside } from './outside.ts'
import { useDatabase } from './world.ts'

/** The book that every seller carries. */
export const isbn13 = '9780441172719'
/** Of everybody here. */
export const password = 'correct horse battery'

export interface App {
  readonly url: string
  readonly config: Config
  readonly db: Db
  readonly outside: Outside
  /** The cookie of somebody who signed in. */
  readonly cookies: { readonly reader: string; readonly stranger: string; readonly staff: string }
  /** The environment of another server beside this one, which differs in `changes`. */
  env(changes?: Record<string, string>): Record<string, string>
}

/** Starts the server, and with `worker` the worker, for one test file. The web app is a page and a script. */
export function useApp(options: { worker: boolean }): App {
  const database = useDatabase()
  const app = {} as { -readonly [K in keyof App]: App[K] }
  const closers: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    const port = await freePort()
    app.url = `http://127.0.0.1:${port}`
    app.outside = await openOutside(`${app.url}/webhooks/stripe`)
    closers.push(() => app.outside.close())
    const webDist = builtWeb()
    closers.push(async () => removeFolder(webDist))
    const ebooks = temporaryFolder('ebooks')
    closers.push(async () => removeFolder(ebooks))
    const env = {
      ...app.outside.env,
      DATABASE_URL: database.url,
      QUIRE_WEB_DIST: webDist,
      QUIRE_SIGN_INS_MAX: '1000',
      QUIRE_EBOOK_DIR: ebooks,
      QUIRE_CONTENT_KEYS: 'a content key for tests of more than 32 characters',
    }
    app.env = (changes = {}) => ({ ...env, ...changes })
    app.config = readConfig(app.env({ QUIRE_PORT: String(port) }))
    app.db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
    closers.push(() => app.db.destroy())
    const server = await serve(app.config)
    closers.push(() => server.close())
    if (options.worker) {
      const worker = await startWork(app.config)
      closers.push(() => worker.close())
    }
    await importBook(app.db)
    app.cookies = {
      reader: await signIn(app, 'reader'),
      stranger: await signIn(app, 'reader', 'stranger@example.com'),
      staff: await signIn(app, 'staff'),
    }
  })
  afterAll(async () => {
    for (const close of closers.toReversed()) await close()
  })
  return app
}

function builtWeb(): string {
  const folder = temporaryFolder('web')
  mkdirSync(path.join(folder, 'assets'))
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>Quire</title>')
  writeFileSync(path.join(folder, 'assets/app-1a2b3c.js'), 'export {}')
  return folder
}

async function importBook(db: Db): Promise<void> {
  const csv = `work_key,title,isbn13,format,language\ndune,Dune,${isbn13},paperback,en\n`
  await importCsv({ db, ids: systemIds, announce: async () => {} }, Readable.from([csv]), { onReject: () => {} })
}

/** Signs somebody in who is made for it; gives the cookie. */
export async function signIn(
  { url, db }: App,
  role: 'reader' | 'staff',
  email = `${role}@example.com`,
): Promise<string> {
  await ensureAccount({ db, ids: systemIds }, { email, name: role, role, password })
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`${email} could not sign in: ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
