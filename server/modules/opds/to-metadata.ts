// What an ebook is, as the Readium Web Publication Manifest says it. Pure.
import type { EditionCard, Work } from '#catalog'
import type { PublicationDescription } from '#drm'
import { toWebpubAccessibility } from '#drm'
import { opdsPath, types } from './model.ts'
import type { Entry } from './model.ts'

export const subjectPath = (name: string) => `${opdsPath}/new?subject=${encodeURIComponent(name)}`

export function toMetadata({ edition, work, publication }: Entry, publicUrl: string): object {
  return withoutBlanks({
    '@type': 'http://schema.org/EBook',
    identifier: `urn:isbn:${edition.isbn13}`,
    title: edition.title,
    subtitle: edition.subtitle,
    author: edition.authors.map((name) => ({ name })),
    language: edition.language,
    publisher: edition.publisher,
    published: toDay(edition),
    modified: work.updatedAt.toISOString(),
    subject: work.subjects.map((name) => {
      return { name, links: [{ href: `${publicUrl}${subjectPath(name)}`, type: types.feed }] }
    }),
    description: work.description,
    numberOfPages: edition.pages,
    belongsTo: toSeries(work),
    ...toReading(publication.description),
  })
}

/** The catalogue knows the year, the format wants a day. */
function toDay({ publishedYear }: EditionCard): string | null {
  return publishedYear === null ? null : `${publishedYear}-01-01`
}

function toSeries({ series, seriesNumber }: Work): object | null {
  if (series === null) return null
  const position = seriesNumber === null ? Number.NaN : Number(seriesNumber)
  return { series: { name: series, ...(Number.isFinite(position) && { position }) } }
}

function toReading(description: PublicationDescription | null): object | null {
  if (description === null) return null
  return { layout: description.layout, accessibility: toWebpubAccessibility(description.accessibility) }
}

/** Nothing is said with a blank value (OPDS 2.0 §5.2). */
function withoutBlanks(metadata: object): object {
  const isBlank = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0)
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => !isBlank(value)))
}
