// Runs once before the tests of a project that need PostgreSQL: one server for all of them, with a migrated database that each test file
// copies (scripts/postgres/test-database.ts).
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startScratch } from '../../scripts/postgres/scratch.ts'
import { installJobs } from '../platform/jobs.ts'
import { migrateToLatest } from '../platform/migrate.ts'

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
