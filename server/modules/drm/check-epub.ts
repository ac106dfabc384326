// Asks a real EPUB checker (epubcheck-ts, the rules of W3C's EPUBCheck) about an upload. It reads whole files into memory, so it runs in a
// thread of its own, on files of ordinary size, for a limited time, and never decides about safety: open-archive.ts has done that before.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Refusal } from '#platform/errors'
import { UploadRefusal } from './model.ts'
import type { Finding } from './model.ts'
import { invalid } from './open-archive.ts'

const bytesMax = 32 * 1024 * 1024 // the thread holds the file and all of its text
const checkMs = 30_000 // two seconds are usual for 20 MB
const heapMb = 512
const findingsMax = 50 // a file with more needs a tool, not a list

/** Text that is no well-formed XML: readers show an error page for it, though the checker calls it an error only. */
const malformed = new Set(['HTM-004', 'RSC-016'])

/** What the thread answers. */
export interface Checked {
  readonly messages: readonly { id: string; severity: string; message: string; place: Finding['place'] }[]
}

/**
 * What the checker finds. Refuses `epub_invalid` for what is fatal or no well-formed XML; other errors and warnings are told and taken, since shops sell books that
 * have them (of six well-known ones four do). A checker that gives up is itself a finding.
 */
export async function checkEpub(path: string, bytes: number): Promise<readonly Finding[]> {
  if (bytes > bytesMax) return [unchecked(`it is larger than ${bytesMax} bytes`)]
  const worker = new Worker(new URL('./check-in-thread.ts', import.meta.url), {
    workerData: path,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  try {
    const [checked] = (await once(worker, 'message', { signal: AbortSignal.timeout(checkMs) })) as [Checked]
    return decideFindings(checked)
  } catch (error) {
    if (error instanceof Refusal) throw error
    return [unchecked(error instanceof Error ? error.message : String(error))]
  } finally {
    await worker.terminate()
  }
}

/** The worst first, so that what a file was refused for is never cut off. */
function decideFindings({ messages }: Checked): readonly Finding[] {
  const all = messages
    .map(toFinding)
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
  const findings = all.slice(0, findingsMax)
  const [worst] = findings
  if (worst?.severity !== 'fatal') return findings
  const where = worst.place ? `, ${worst.place.path}` : ''
  throw new UploadRefusal(invalid(`${worst.say} (${worst.id}${where})`), findings)
}

const severities: readonly Finding['severity'][] = ['fatal', 'error', 'warning']

function toFinding({ id, severity, message, place }: Checked['messages'][number]): Finding {
  const isFatal = severity === 'fatal' || malformed.has(id)
  return {
    id,
    severity: isFatal ? 'fatal' : severity === 'error' ? 'error' : 'warning',
    say: message.trim().replaceAll(/\s+/g, ' '),
    place,
  }
}

const unchecked = (reason: string): Finding => ({
  id: 'CHK-001',
  severity: 'warning',
  say: `The EPUB checker did not look at this file: ${reason}`,
  place: null,
})
