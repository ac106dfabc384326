// docs/benchmarks.md, written by a command and never by hand.
import { cpus, totalmem } from 'node:os'
import type { Report } from './measure.ts'

const what: Readonly<Record<string, [measured: string, ceiling: string]>> = {
  'quotes-hot': [
    'best-quote reads of 50 popular books over HTTP',
    'a tRPC procedure that does nothing, over the same adapter',
  ],
  'quotes-cold': [
    'rounds of quotes that nobody has cached, through server and gateway',
    'the same calls to the same sellers by a bare loop',
  ],
  'quote-tail': [
    'the healthy sellers’ slowest hundredth (p99) while one of eight sellers is stalled and two give 5 % slow answers; p50 / p99: time to a decision then',
    'the same with all eight healthy; of latencies less is better',
  ],
  'auto-buy': [
    'purchases, bought and with their webhooks handled, through server, gateway and worker from the sandbox’s sellers and payment provider',
    'bare transactions (begin, one update, one insert, commit; 16 connections) of the same database, divided by those that a purchase writes',
  ],
  'purchase-latency': [
    'Quire’s own work on a purchase whose sellers and bank answer at their usual speed: the time with their calls taken out',
    'the whole of the time; of latencies less is better',
  ],
  'index-freshness': [
    'from the commit of a change until a search finds it, through the worker’s jobs, in the slower of PostgreSQL and OpenSearch',
    'two seconds, which is what the design asks for; of latencies less is better',
  ],
  checkout: [
    'orders of our own copies, from the cart to the charge and with their webhooks handled, through server and worker; mixed carts over 20 shared titles, one in ten with a “cheapest” line; p50 / p99: the last call, from placing to paid',
    'bare transactions (begin, one update, one insert, commit; 16 connections) of the same database, divided by those that an order writes',
  ],
  'flash-sale': [
    'buyers answered, 2,000 at once for 100 copies of one book, from four processes, without Redis; every run of 15 (without, with, and with Redis killed in mid-run) sold exactly 100',
    'bare transactions (begin, one update, one insert, commit) over 16 connections',
  ],
  import: [
    'editions of a CSV file imported with their works, names and headings, in batches with their place; killed half-way and begun again it ends with the same catalogue; p50 / p99: opening a book meanwhile',
    'bare inserts of editions into one table, in transactions of the same size',
  ],
  'ebook-protect': [
    'an EPUB of 20 MB, half text and half pictures, taken, checked, encrypted and stored as a stream (bar: 3 s)',
    'deflating the text and encrypting everything, in memory, one after the other',
  ],
  search: [
    'searches of mixed kinds over 10,000 invented editions, with counts and the page’s books, by 16 readers at a time',
    'one statement that reads the lists of the same words',
  ],
  'search-large': ['the same over 1,000,000 editions, by 4 readers at a time', 'the same'],
}

/** The results as a page, with what the machine is; figures of different machines do not compare, ratios roughly do. */
export function toDocument(results: readonly Report[]): string {
  const rows = results.map(({ name, measured, ceiling, ratio, unit, p50_ms: p50, p99_ms: p99 }) => {
    const [ours = name, theirs = ''] = what[name] ?? []
    return `| ${name} | ${ours} | ${theirs} | ${measured} ${unit} | ${ceiling} ${unit} | **${ratio}** | ${p50} / ${p99} ms |`
  })
  return `# Benchmarks

Written by \`npm run bench -- --write [NAME]\`; do not edit. Each is measured in turns with its own ceiling, in one run on one machine, so that the ratio is what is kept.

Machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}; the load generator, PostgreSQL and the sandbox's sellers run on it too.

| name | what | ceiling | measured | ceiling's | ratio | p50 / p99 |
|---|---|---|---:|---:|---:|---:|
${rows.join('\n')}
`
}
