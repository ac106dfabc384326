// What a book is: a work (what somebody wrote) and its editions (what somebody can buy, one ISBN each).
import { z } from 'zod'
import type { Clock } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import type { IsbnFault } from '#platform/isbn'
import type { Jobs } from '#platform/jobs'
import type { Log } from '#platform/log'

export interface CatalogDeps {
  readonly db: Db
  readonly ids: Ids
}

/** What an import needs beside: somebody to tell which works changed, in the transaction that changes them. */
export interface ImportDeps extends CatalogDeps {
  announce(tx: Tx, workIds: readonly string[]): Promise<void>
}

/** What the staff's side needs beside: the queue, the time, and where files lie. */
export interface RunnerDeps extends CatalogDeps {
  readonly jobs: Jobs
  readonly clock: Clock
  readonly log: Log
  /** The folder of files to import, the same for servers and workers; null: none. */
  readonly importFolder: string | null
}

export const formats = ['paperback', 'hardcover', 'mass-market', 'ebook', 'audiobook'] as const
export type Format = (typeof formats)[number]

/** Any edition of a work in these formats and languages; none named: any. */
export const Acceptable = z.strictObject({
  workId: z.uuid(),
  formats: z.array(z.string().max(20)).max(5).optional(),
  languages: z.array(z.string().max(3)).max(10).optional(),
})
export type Acceptable = z.infer<typeof Acceptable>

export const importFormats = ['onix', 'openlibrary', 'csv'] as const
export type ImportFormat = (typeof importFormats)[number]
export type ImportState = 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED'

/** The import of one file: where it is, how far it is, what came of it so far. */
export interface ImportRow {
  readonly id: string
  readonly path: string
  readonly fileName: string
  readonly fingerprint: string
  readonly bytes: number
  readonly format: ImportFormat
  /** What an edition is taken for that does not say its form; null: it is rejected. */
  readonly assumeFormat: Format | null
  readonly state: ImportState
  /** The last line (ONIX: product) that is committed. */
  readonly place: number
  readonly bytesRead: number
  /** Books, authors and works in it, good or bad. */
  readonly records: number
  readonly rejected: number
  /** Of the rejected, those whose number another book has. */
  readonly quarantined: number
  readonly works: number
  readonly editions: number
  readonly withdrawn: number
  readonly problem: string | null
  readonly startedBy: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly finishedAt: Date | null
}

export interface Edition {
  readonly isbn13: string
  readonly title: string
  readonly subtitle: string | null
  readonly format: Format
  /** ISO 639: two letters, three where there are no two. */
  readonly language: string
  readonly publisher: string | null
  readonly publishedYear: number | null
  readonly pages: number | null
}

/** A work with all its editions. */
export interface Work {
  readonly id: string
  readonly title: string
  readonly subtitle: string | null
  readonly authors: readonly string[]
  /** Negative before our era. */
  readonly originalYear: number | null
  readonly originalLanguage: string | null
  readonly series: string | null
  readonly seriesNumber: string | null
  readonly subjects: readonly string[]
  readonly description: string | null
  /** 0 (unknown) to 100 (everybody knows it). */
  readonly popularity: number
  readonly updatedAt: Date
  readonly editions: readonly Edition[]
}

/** A work as a list shows it. */
export type WorkCard = Omit<Work, 'subjects' | 'originalLanguage' | 'popularity' | 'updatedAt'>

/** An edition as a list or an order shows it. */
export interface EditionCard extends Edition {
  readonly workId: string
  readonly authors: readonly string[]
}

export const EditionView = z.strictObject({
  isbn13: z.string(),
  title: z.string(),
  format: z.string(),
  language: z.string(),
  publisher: z.string().optional(),
  publishedYear: z.int().optional(),
  pages: z.int().optional(),
})
export type EditionView = z.infer<typeof EditionView>

export const BookView = EditionView.extend({
  work: z.strictObject({
    id: z.string(),
    title: z.string(),
    subtitle: z.string().optional(),
    authors: z.array(z.string()),
    originalYear: z.int().optional(),
    originalLanguage: z.string().optional(),
    series: z.string().optional(),
    seriesNumber: z.string().optional(),
    subjects: z.array(z.string()),
    description: z.string().optional(),
  }),
  /** All editions of the work, this one too. */
  editions: z.array(EditionView),
})
export type BookView = z.infer<typeof BookView>

function toEditionView(edition: Edition): EditionView {
  const { isbn13, title, format, language, publisher, publishedYear, pages } = edition
  return {
    isbn13,
    title,
    format,
    language,
    ...(publisher !== null && { publisher }),
    ...(publishedYear !== null && { publishedYear }),
    ...(pages !== null && { pages }),
  }
}

export function toBookView(edition: Edition, work: Work): BookView {
  const { id, title, subtitle, authors, originalYear, originalLanguage, series, seriesNumber, subjects } = work
  return {
    ...toEditionView(edition),
    work: {
      id,
      title,
      authors: [...authors],
      subjects: [...subjects],
      ...(subtitle !== null && { subtitle }),
      ...(originalYear !== null && { originalYear }),
      ...(originalLanguage !== null && { originalLanguage }),
      ...(series !== null && { series }),
      ...(seriesNumber !== null && { seriesNumber }),
      ...(work.description !== null && { description: work.description }),
    },
    editions: work.editions.map(toEditionView),
  }
}

export const refuse = defineRefusals('catalog', {
  isbn_invalid: { trpc: 'BAD_REQUEST', say: 'This is not a valid ISBN.' },
  book_not_found: {
    trpc: 'NOT_FOUND',
    say: 'We do not know this book yet. Check the number, or search by title or author.',
  },
  import_not_found: { trpc: 'NOT_FOUND', say: 'There is no such import.' },
  file_unknown: { trpc: 'BAD_REQUEST', say: 'There is no such file in the import folder.' },
  folder_missing: { trpc: 'PRECONDITION_FAILED', say: 'This server has no folder for files to import.' },
  file_empty: { trpc: 'BAD_REQUEST', say: 'This file is empty.' },
  file_too_large: {
    trpc: 'PAYLOAD_TOO_LARGE',
    say: 'This file is too large to upload. Put it into the import folder and choose it there.',
  },
  claim_not_found: { trpc: 'NOT_FOUND', say: 'There is no such claim.' },
  claim_settled: { trpc: 'CONFLICT', say: 'Somebody has decided this already.' },
  edition_unknown: { trpc: 'BAD_REQUEST', say: 'One of these numbers is not in the catalogue.' },
  not_one_work: {
    trpc: 'BAD_REQUEST',
    say: 'These editions belong to different works. Move those of one work at a time.',
  },
  same_work: { trpc: 'BAD_REQUEST', say: 'These editions are in that work already.' },
  nothing_left: { trpc: 'BAD_REQUEST', say: 'These are all editions of the work, so it is by itself already.' },
})

/** What is wrong with a number that should be an ISBN, for the person who typed it. */
export const isbnFaults: Readonly<Record<IsbnFault, string>> = {
  length: 'an ISBN has 10 or 13 digits',
  characters: 'an ISBN is made of digits (and an X at the end of some short ones)',
  check_digit: 'its last digit does not fit the others, so a digit is wrong or two are swapped',
  prefix: 'an ISBN of 13 digits begins with 978 or 979',
}
