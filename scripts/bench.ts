// `npm run bench -- NAME [--json]`: one benchmark; with --json the last line is its result as one object.
import { quotesCold } from '../bench/quotes-cold.ts'
import { quotesHot } from '../bench/quotes-hot.ts'

const benchmarks = { 'quotes-hot': quotesHot, 'quotes-cold': quotesCold }
const args = process.argv.slice(2)
const name = args.find((arg) => !arg.startsWith('--'))
if (!name || !Object.hasOwn(benchmarks, name)) {
  process.stderr.write(
    `Usage: npm run bench -- NAME [--json], where NAME is one of ${Object.keys(benchmarks).join(', ')}\n`,
  )
  process.exit(2)
}
const isJson = args.includes('--json')
const say = (line: string) => void process.stderr.write(`${line}\n`)
const result = await benchmarks[name as keyof typeof benchmarks](say)
const { measured, ceiling, ratio, unit } = result
say(
  `${name}: ${measured} ${unit}, ${ratio} of the ceiling of ${ceiling} ${unit}; p50 ${result.p50_ms} ms, p99 ${result.p99_ms} ms`,
)
if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`)
process.exit(0)
