// Runs once before the tests that need OpenSearch: one node for all of them. A machine that cannot have one is told so, loudly.
import type { TestProject } from 'vitest/node'
import { startOpenSearch } from '../../scripts/opensearch/node.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of this run's OpenSearch; null when the machine cannot start one. */
    openSearchUrl: string | null
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const node = await startOpenSearch()
  if ('missing' in node) {
    process.stderr.write(`\nWITHOUT OPENSEARCH: ${node.missing}. Its tests are skipped.\n\n`)
    project.provide('openSearchUrl', null)
    return undefined
  }
  project.provide('openSearchUrl', node.url)
  return () => node.stop()
}
