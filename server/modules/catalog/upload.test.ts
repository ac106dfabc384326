import { readdirSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '#platform/clock'
import { systemIds } from '#platform/ids'
import { createLog } from '#platform/log'
import { useImports } from '#testing/imports'
import { removeFolder, temporaryFolder } from '../../../scripts/temporary.ts'
import { findFolderFile } from './list-imports.ts'
import type { RunnerDeps } from './model.ts'
import { receiveUpload } from './receive-upload.ts'

const t = useImports()
const upload = { fileName: 'books.csv', format: 'csv', assumeFormat: null, by: 'account:7' } as const
const sent: unknown[] = []
let folder: string
let deps: RunnerDeps

beforeAll(() => {
  folder = temporaryFolder('uploads')
  const jobs = {
    send: async (_tx: unknown, _job: unknown, data: unknown) => void sent.push(data),
    drop: async () => {},
  }
  const log = createLog({ name: 'test', level: 'silent' })
  deps = { db: t.db, ids: systemIds, jobs, clock: systemClock, log, importFolder: folder }
})
afterAll(() => removeFolder(folder))

const uploads = () => readdirSync(path.join(folder, 'uploads'))

it('keeps an upload on the disk, and lets a worker import it', async () => {
  const row = await receiveUpload(deps, Readable.from([Buffer.from('one'), Buffer.from('two')]), upload)
  expect(row).toMatchObject({ fileName: 'books.csv', bytes: 6, state: 'WAITING', startedBy: 'account:7' })
  expect(sent).toEqual([{ importId: row.id }])
  expect(uploads()).toEqual([path.basename(row.path)])
})

it('leaves nothing of what is too large, empty or broken off', async () => {
  const before = uploads()
  function* endless() {
    for (;;) yield Buffer.alloc(1_024)
  }
  async function* broken() {
    yield Buffer.from('half')
    throw new Error('the connection broke off')
  }
  await expect(receiveUpload(deps, Readable.from(endless()), upload, 10_000)).rejects.toMatchObject({
    code: 'catalog.file_too_large',
  })
  await expect(receiveUpload(deps, Readable.from([]), upload)).rejects.toMatchObject({ code: 'catalog.file_empty' })
  await expect(receiveUpload(deps, Readable.from(broken()), upload)).rejects.toThrow('broke off')
  expect(uploads()).toEqual(before)
  await expect(receiveUpload({ ...deps, importFolder: null }, Readable.from([]), upload)).rejects.toMatchObject({
    code: 'catalog.folder_missing',
  })
})

it.each(['../secrets.json', 'uploads', '/etc/passwd', '.hidden', ''])(
  'opens no way out of the folder: %s',
  async (name) => {
    await expect(findFolderFile(deps, name)).rejects.toMatchObject({ code: 'catalog.file_unknown' })
  },
)
