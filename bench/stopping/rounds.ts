// Recorded rounds of quotes, as a file: one line a round, one column a seller.

/** What one seller did in one round: milliseconds to its complete answer (null: none came), and its lowest landed total (null: no copy). */
export interface Answer {
  readonly ms: number | null
  readonly minor: number | null
}

/** A round: each seller's answer by its id. */
export type Round = Map<string, Answer>

/** `120:1299` is 12.99 after 120 ms, `120:` no copy after 120 ms, `-` no answer. */
export function toCsv(rounds: readonly Round[]): string {
  const sellers = [...new Set(rounds.flatMap((round) => [...round.keys()]))].toSorted()
  const cell = (answer: Answer | undefined) =>
    answer?.ms === null || answer === undefined ? '-' : `${answer.ms}:${answer.minor ?? ''}`
  const lines = rounds.map((round) => sellers.map((seller) => cell(round.get(seller))).join(','))
  return `${[sellers.join(','), ...lines].join('\n')}\n`
}

export function fromCsv(text: string): Round[] {
  const [head = '', ...lines] = text.trim().split('\n')
  const sellers = head.split(',')
  return lines.map((line) => new Map(line.split(',').map((cell, i) => [sellers[i] ?? '', answerOf(cell)])))
}

function answerOf(cell: string): Answer {
  const [ms = '', minor = ''] = cell.split(':')
  if (cell === '-') return { ms: null, minor: null }
  return { ms: Number(ms), minor: minor === '' ? null : Number(minor) }
}
