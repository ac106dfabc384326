// Runs once before the server's tests: one PostgreSQL for all of them, with a migrated database that each test file copies.
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startScratch } from '../../scripts/postgres/scratch.ts'
import { installJobs } from '../platform/jobs.ts'
import { migrateToLatest } from '../platform/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the database `postgres` in this run's PostgreSQL. */
    postgresUrl: string
  }
}

const template = 'quire_test'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startScratch()
  const client = new pg.Client(postgres.url('postgres'))
  await client.connect()
  await client.query(`create database ${template}`)
  await client.end()
  await migrateToLatest(postgres.url(template))
  await installJobs(postgres.url(template))
  project.provide('postgresUrl', postgres.url('postgres'))
  return () => postgres.stop()
}
