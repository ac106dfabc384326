// `npm run bench -- NAME [--json]`: one benchmark; with --json the last line is its result as one object.
// `npm run bench -- --write [NAME]`: all of them, or one anew beside what was measured of the others, into docs/benchmarks.json and .md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ebookProtect } from '../bench/ebook-protect.ts'
import { flashSale } from '../bench/flash-sale.ts'
import { indexFreshness } from '../bench/index-freshness.ts'
import type { Report } from '../bench/measure.ts'
import { importFiles } from '../bench/import.ts'
import { checkout } from '../bench/checkout.ts'
import { autoBuy } from '../bench/auto-buy.ts'
import { purchaseLatency } from '../bench/purchase-latency.ts'
import { quoteTail } from '../bench/quote-tail.ts'
import { quotesCold } from '../bench/quotes-cold.ts'
import { quotesHot } from '../bench/quotes-hot.ts'
import { search, searchLarge } from '../bench/search.ts'
import { recordRounds } from '../bench/stopping/record-rounds.ts'
import { toDocument } from '../bench/to-document.ts'
import { root } from './root.ts'

const args = process.argv.slice(2)
const editions = Number(args[args.indexOf('--editions') + 1]) || undefined // of `search`
const benchmarks = {
  'quotes-hot': quotesHot,
  'quotes-cold': quotesCold,
  'quote-tail': quoteTail,
  'auto-buy': autoBuy,
  'purchase-latency': purchaseLatency,
  checkout,
  'flash-sale': flashSale,
  'index-freshness': indexFreshness,
  search: (tell: typeof say) => search(tell, editions),
  'search-large': searchLarge,
  import: importFiles,
  'ebook-protect': ebookProtect,
}
const name = args.find((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--editions')
const kept = join(root, 'docs/benchmarks.json')

if (args.includes('--write')) {
  const results = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Record<string, Report>) : {}
  for (const [each, benchmark] of Object.entries(benchmarks))
    if (name === undefined || name === each) results[each] = await measure(benchmark)
  writeFileSync(kept, `${JSON.stringify(results, null, 2)}\n`)
  const inOrder = Object.keys(benchmarks).flatMap((each) => results[each] ?? [])
  writeFileSync(join(root, 'docs/benchmarks.md'), toDocument(inOrder))
} else if (name && Object.hasOwn(benchmarks, name)) {
  const result = await measure(benchmarks[name as keyof typeof benchmarks])
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`)
} else if (name === 'record-rounds') {
  await recordRounds(say) // what the stopping rule is simulated on; then `npm run gen`
} else {
  process.stderr.write(
    `Usage: npm run bench -- NAME [--json] [--editions N] | --write [NAME], where NAME is one of ${Object.keys(benchmarks).join(', ')}\n`,
  )
  process.exitCode = 2
}

async function measure(benchmark: (say: (line: string) => void) => Promise<Report>): Promise<Report> {
  const result = await benchmark(say)
  const { measured, ceiling, ratio, unit } = result
  say(
    `${result.name}: ${measured} ${unit}, ${ratio} of the ceiling of ${ceiling} ${unit}; p50 ${result.p50_ms} ms, p99 ${result.p99_ms} ms`,
  )
  return result
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
