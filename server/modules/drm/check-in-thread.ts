// The thread in which the EPUB checker runs: a path in, its messages out.
import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { EpubCheck } from '@likecoin/epubcheck-ts'
import type { Checked } from './check-epub.ts'

const { messages } = await EpubCheck.validate(await readFile(workerData as string))
const checked: Checked = {
  messages: messages
    .filter(({ severity }) => severity === 'fatal' || severity === 'error' || severity === 'warning')
    .map(({ id, severity, message, location }) => {
      const { path, line = null, column = null } = location ?? {}
      return { id, severity, message, place: path === undefined ? null : { path, line, column } }
    }),
}
parentPort?.postMessage(checked)
