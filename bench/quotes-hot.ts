// quotes-hot: best-quote reads of popular books through tRPC over HTTP, against a tRPC procedure that does nothing.
import { Pool } from 'undici'
import { bestPath, isbnOf, readBest } from './books.ts'
import { httpLoad, inTurns, report } from './measure.ts'
import type { Report } from './measure.ts'
import { startNoop } from './noop.ts'
import { openBenchStack } from './stack.ts'

const books = 50 // a front page's worth
const load = { connections: 64, seconds: 5 }

export async function quotesHot(say: (line: string) => void): Promise<Report> {
  say('Starting a Quire of its own …')
  const stack = await openBenchStack()
  const noop = await startNoop()
  const server = new Pool(stack.serverUrl)
  try {
    const isbns = Array.from({ length: books }, (_, n) => isbnOf(n))
    for (const isbn13 of isbns) await readBest(server, isbn13)
    say(`Reading ${books} books over ${load.connections} connections, in turns with a procedure that does nothing …`)
    const paths = isbns.map(bestPath)
    const sides = await inTurns({
      measured: () => httpLoad(stack.serverUrl, paths, load),
      ceiling: () => httpLoad(noop.url, ['/trpc/nothing'], load),
    })
    return report('quotes-hot', 'reads/s', sides, { books, connections: load.connections })
  } finally {
    await server.close()
    await noop.stop()
    await stack.close()
  }
}
