// What Stryker reports (the mutation testing report schema, github.com/stryker-mutator/mutation-testing-elements), reduced to what is told.

/** A change of the code that no test noticed. */
export interface Survivor {
  readonly line: number
  /** The code as it is, and as it was without any test failing; on one line each. */
  readonly original: string
  readonly replacement: string
}

/** What came of the changes of one file. */
export interface FileScore {
  readonly file: string
  readonly found: number
  readonly survivors: readonly Survivor[]
}

interface Position {
  readonly line: number
  readonly column: number
}
interface Mutant {
  readonly status: string
  readonly replacement?: string
  readonly location: { readonly start: Position; readonly end: Position }
}
/** The part of the report that is read. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

/** Found by a failing test, or because the tests did not come to an end any more. */
const isFound = ({ status }: Mutant) => status === 'Killed' || status === 'Timeout'
/** Not run by any test counts as not found. Other states (does not compile, is left out) say nothing about the tests. */
const isMissed = ({ status }: Mutant) => status === 'Survived' || status === 'NoCoverage'

/** One score a file, in the order of their paths; survivors in the order of the code. */
export function readReport({ files }: Report): FileScore[] {
  return Object.entries(files)
    .map(([file, { source, mutants }]) => ({
      file,
      found: mutants.filter(isFound).length,
      survivors: mutants
        .filter(isMissed)
        .map((mutant) => toSurvivor(mutant, source))
        .toSorted(byLine),
    }))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
}

/** Share of the changes that were found, in per cent; of no changes it is all. */
export function scoreOf({ found, survivors }: Pick<FileScore, 'found' | 'survivors'>): number {
  const all = found + survivors.length
  return all === 0 ? 100 : (found / all) * 100
}

/** The sum of several files. */
export function totalOf(scores: readonly FileScore[]): FileScore {
  return {
    file: 'all',
    found: scores.reduce((sum, { found }) => sum + found, 0),
    survivors: scores.flatMap(({ survivors }) => survivors),
  }
}

function toSurvivor({ location: { start, end }, replacement = '' }: Mutant, source: string): Survivor {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  const text = lines
    .map((line, i) => line.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined))
    .join('\n')
  return { line: start.line, original: onOneLine(text), replacement: onOneLine(replacement) }
}

function onOneLine(code: string): string {
  return code.replaceAll(/\s+/g, ' ').trim()
}

function byLine(a: Survivor, b: Survivor): number {
  return a.line - b.line
}
