// `npm run relevance -- --queries FILE [--catalogue FILE] [--engine postgres|opensearch] [--misses] [--json]`: how good search is on a set of queries
// with right answers. The catalogue is imported into a database of its own and searched as a reader would; with --json the last line is the result as
// one object. Progress and, with --misses, what was not found go to stderr.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openRelevance } from './relevance/open-search.ts'
import { readCatalogue } from './relevance/read-catalogue.ts'
import { hitsMax, meanScore, parseQueries, scoreQuery } from './relevance/score.ts'
import { Problem, failWith } from './problem.ts'
import { root } from './root.ts'

const usage =
  'Usage: npm run relevance -- --queries FILE [--catalogue FILE] [--engine postgres|opensearch] [--misses] [--json]'

try {
  const { values } = parseArgs({
    options: {
      queries: { type: 'string' },
      catalogue: { type: 'string', default: join(root, '../shared/data/catalogue/books.jsonl.gz') },
      engine: { type: 'string', default: 'postgres' },
      misses: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const { queries: file, catalogue, engine } = values
  if (file === undefined || (engine !== 'postgres' && engine !== 'opensearch')) throw new Problem(usage)
  for (const each of [file, catalogue]) if (!existsSync(each)) throw new Problem(`There is no file ${each}.\n${usage}`)
  const queries = parseQueries(readFileSync(file, 'utf8'))
  const books = await readCatalogue(catalogue)
  say(`${books.count} editions, ${queries.length} queries`)
  const search = await openRelevance(engine, books, say)
  try {
    const scored = []
    for (const query of queries) {
      const found = await search.find(query.text, hitsMax)
      const score = scoreQuery(query, found)
      scored.push({ query, score })
      if (values.misses && score.mrr < 1)
        say(`${query.kind}: "${query.text}" ${score.mrr.toFixed(2)} ${found.slice(0, 3).join(' ')}`)
    }
    const kinds = Map.groupBy(scored, ({ query }) => query.kind)
    const kindScores = [...kinds].map(([kind, some]) => [kind, meanScore(some.map(({ score }) => score))] as const)
    const overall = meanScore(scored.map(({ score }) => score))
    const result = { name: 'relevance', engine, ...overall, kinds: Object.fromEntries(kindScores) }
    for (const [kind, { n, mrr, success1, success10, score }] of [...kindScores, ['all', overall] as const])
      say(`${kind.padEnd(24)} ${String(n).padStart(4)}  mrr ${mrr}  s@1 ${success1}  s@10 ${success10}  score ${score}`)
    if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await search.close()
  }
} catch (error) {
  failWith(error)
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
