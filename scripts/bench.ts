// `npm run bench -- NAME [--json]`: one benchmark; with --json the last line is its result as one object.
// `npm run bench -- --write`: all of them, into docs/benchmarks.md with this machine's description.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ebookProtect } from '../bench/ebook-protect.ts'
import { flashSale } from '../bench/flash-sale.ts'
import type { Report } from '../bench/measure.ts'
import { autoBuy } from '../bench/auto-buy.ts'
import { purchaseLatency } from '../bench/purchase-latency.ts'
import { quoteTail } from '../bench/quote-tail.ts'
import { quotesCold } from '../bench/quotes-cold.ts'
import { quotesHot } from '../bench/quotes-hot.ts'
import { recordRounds } from '../bench/stopping/record-rounds.ts'
import { toDocument } from '../bench/to-document.ts'
import { root } from './root.ts'

const benchmarks = {
  'quotes-hot': quotesHot,
  'quotes-cold': quotesCold,
  'quote-tail': quoteTail,
  'auto-buy': autoBuy,
  'purchase-latency': purchaseLatency,
  'flash-sale': flashSale,
  'ebook-protect': ebookProtect,
}
const args = process.argv.slice(2)
const name = args.find((arg) => !arg.startsWith('--'))

if (name && Object.hasOwn(benchmarks, name)) {
  const result = await measure(benchmarks[name as keyof typeof benchmarks])
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`)
} else if (name === 'record-rounds') {
  await recordRounds(say) // what the stopping rule is simulated on; then `npm run gen`
} else if (args.includes('--write')) {
  const results: Report[] = []
  for (const benchmark of Object.values(benchmarks)) results.push(await measure(benchmark))
  writeFileSync(join(root, 'docs/benchmarks.md'), toDocument(results))
} else {
  process.stderr.write(
    `Usage: npm run bench -- NAME [--json] | --write, where NAME is one of ${Object.keys(benchmarks).join(', ')}\n`,
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
