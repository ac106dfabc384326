// What a test on the real PostgreSQL begins with: a database of its own. For tests only; the run's PostgreSQL is server/testing/global-setup.ts's.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the database `postgres` in this run's PostgreSQL. */
    postgresUrl: string
  }
}

const objectInUse = '55006'
const template = 'quire_test' // migrated once a run by global-setup.ts

/** A fresh, migrated database for this test file, dropped after it if nothing uses it any more. Its `url` is there once the file's `beforeAll`s have run. */
export function useDatabase(): { readonly url: string } {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  let url: string | undefined
  beforeAll(async () => {
    await onServer(`create database ${name} template ${template}`)
    url = databaseUrl(name)
  })
  afterAll(async () => {
    // Not by force: a connection that is just being closed would take its end for a failure. What is still in use goes with the
    // whole server, which this run started and throws away.
    await onServer(`drop database if exists ${name}`).catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError) || error.code !== objectInUse) throw error
    })
  })
  return {
    get url() {
      if (url === undefined)
        throw new Error('the database is made by a beforeAll: read its url inside of one, or in a test')
      return url
    },
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function databaseUrl(name: string): string {
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.href
}
