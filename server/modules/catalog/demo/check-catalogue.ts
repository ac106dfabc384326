// Checks catalogue.csv beside this file: node server/modules/catalog/demo/check-catalogue.ts
// Facts are compared with the shared developer data (env QUIRE_SHARED_DATA) when that is there; it is never copied.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
// The first line's order of columns; those of WORK belong to the work and so must be the same in each of its editions.
const HEADER = `work_key,title,subtitle,authors,original_year,original_language,series,series_number,subjects,description,\
popularity,isbn13,format,language,publisher,published,pages`
const WORK = 'authors,original_year,original_language,series,series_number,subjects,description,popularity'.split(',')
const FORMS: [name: string, form: RegExp][] = [
  ['work_key', /^[a-z0-9]+(-[a-z0-9]+)*$/],
  ['authors', /^[^;]+(;[^;]+)*$/],
  ['original_year', /^-?\d{1,4}$/],
  ['original_language', /^[a-z]{2}$/],
  ['series_number', /^(\d+(\.\d+)?)?$/],
  ['subjects', /^[^;]+(;[^;]+){1,5}$/],
  ['description', /^\S+(\s\S+){11,34}$/],
  ['popularity', /^([1-9]\d?|100)$/],
  ['format', /^(paperback|hardcover|mass-market|ebook|audiobook)$/],
  ['language', /^[a-z]{2}$/],
  ['pages', /^([1-9]\d{0,3})?$/],
]

export type Row = Record<string, string>
/** What another source says about one ISBN. */
export type Facts = { titles: string[]; authors: string[] }

/** RFC 4180: quoted fields, doubled quotes, line breaks within quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let used = 0
  for (const [all, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/gy)) {
    used += all.length
    if (all === '' && row.length === 0) break
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end !== ',') row = (rows.push(row), [])
  }
  if (used < text.length) throw new Error(`malformed CSV at character ${used}`)
  return rows
}

function isIsbn13(isbn: string): boolean {
  const sum = [...isbn].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0)
  return /^97[89]\d{10}$/.test(isbn) && sum % 10 === 0
}

/** Every violation in the text of a catalogue, one line each; none when it is sound. */
export function checkCatalogue(text: string): { rows: Row[]; works: number; errors: string[] } {
  const [header = [], ...body] = parseCsv(text)
  const errors = header.join() === HEADER ? [] : [`the header is not ${HEADER}`]
  if (/\r|^\uFEFF/.test(text)) errors.push('the file must be UTF-8 with LF and without a byte order mark')
  const works = new Map<string, Row>()
  const isbns = new Set<string>()
  const rows = body.map((cells, i) => {
    const row: Row = Object.fromEntries(header.map((name, c) => [name, cells[c] ?? '']))
    const { work_key: key = '', isbn13: isbn = '' } = row
    const first = works.get(key) ?? row
    const faults = [...faultsOfCells(cells, header.length), ...faultsOfRow(row, first)]
    if (!isIsbn13(isbn) || isbns.has(isbn)) faults.push('isbn13 is not valid or occurs twice')
    errors.push(...faults.map((why) => `record ${i + 2}, ${isbn} ${row['title']}: ${why}`))
    isbns.add(isbn)
    works.set(key, first)
    return row
  })
  if (works.size < 500) errors.push(`${works.size} works; at least 500 are wanted`)
  return { rows, works: works.size, errors }
}

function faultsOfCells(cells: string[], width: number): string[] {
  const untrimmed = cells.filter((cell) => cell !== cell.trim().normalize('NFC'))
  return [
    ...(cells.length === width ? [] : [`${cells.length} fields instead of ${width}`]),
    ...untrimmed.map((cell) => `untrimmed or not NFC: ${cell}`),
  ]
}

function faultsOfRow(row: Row, first: Row): string[] {
  const { published = '', original_year: year, series, subjects = '' } = row
  const named = subjects.split(';')
  const sound: [why: string, ok: boolean][] = [
    ...[...FORMS].map(([name, form]): [string, boolean] => [`wrong ${name}`, form.test(row[name] ?? '')]),
    ...WORK.map((name): [string, boolean] => [
      `${name} is not that of the work's first record`,
      first[name] === row[name],
    ]),
    ['a subject occurs twice', new Set(named).size === named.length],
    ['no title or no series', row['title'] !== '' && (series !== '' || row['series_number'] === '')],
    ['wrong published', /^(\d{4})?$/.test(published) && !(Number(published || year) < Number(year))],
  ]
  return sound.flatMap(([why, ok]) => (ok ? [] : [why]))
}

/** Folded words without articles, leading zeros and the two usual spellings of a few names. */
function words(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('unknown', 'anonymous')
  const found = plain.replaceAll('dostoy', 'dosto').match(/[\p{L}\p{N}]+/gu) ?? []
  return found.filter((word) => !['the', 'a', 'an'].includes(word)).map((word) => word.replace(/^0+(?=\d)/, ''))
}

function alike(a: string[], b: string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const common = short.filter((word) => long.includes(word)).length
  return short.length > 0 && (common * 2 >= short.length || long.join('').startsWith(short.join('')))
}

/** How each row's title and authors compare, loosely, with what `facts` holds for its ISBN. */
export function compareWithFacts(rows: Row[], facts: ReadonlyMap<string, Facts>): Map<string, Row[]> {
  return Map.groupBy(rows, ({ isbn13 = '', title = '', subtitle = '', authors = '' }) => {
    const { titles = [], authors: theirs = [] } = facts.get(isbn13) ?? {}
    const names = words(theirs.join(' '))
    const sameTitle = titles.some((t) => [title, title + ' ' + subtitle].some((mine) => alike(words(mine), words(t))))
    const sameAuthor = authors.split(';').some((author) => names.includes(words(author).at(-1) ?? ''))
    return titles.length === 0 ? 'unknown' : sameTitle && sameAuthor ? 'confirmed' : 'differ'
  })
}

if (import.meta.main) {
  const { rows, works, errors } = checkCatalogue(readFileSync(join(import.meta.dirname, 'catalogue.csv'), 'utf8'))
  console.log(`${works} works, ${rows.length} editions, ${new Set(rows.map((row) => row['language'])).size} languages`)
  const shared = process.env['QUIRE_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data')
  const file = join(shared, 'catalogue', 'books.jsonl.gz')
  if (existsSync(file)) {
    const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n')
    const facts = lines.map((line): [string, Facts] => {
      const { isbn13, title, original_title, authors } = JSON.parse(line)
      return [isbn13, { titles: [title, original_title ?? title], authors }]
    })
    const groups = compareWithFacts(rows, new Map(facts))
    const counts = ['confirmed', 'differ', 'unknown'].map((name) => `${groups.get(name)?.length ?? 0} ${name}`)
    console.log(`shared data: ${counts.join(', ')}`)
    for (const row of groups.get('differ') ?? []) errors.push(`shared data differ: ${row['isbn13']} ${row['title']}`)
  } else console.log(`no shared data at ${shared}: titles and authors were not compared`)
  for (const error of errors) console.error(error)
  process.exitCode = errors.length > 0 ? 1 : 0
}
