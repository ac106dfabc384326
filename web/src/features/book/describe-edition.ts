import type { Edition } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { languageName } from '../../ui/format.ts'

/** "Paperback, English, Penguin Books, 2003, 480 pages": what is known, in the order in which it matters. */
export function describeEdition({ format, language, publisher, publishedYear, pages }: Edition): string {
  return [
    texts.formats[format] ?? format,
    languageName(language),
    publisher,
    publishedYear,
    pages !== undefined && texts.book.pages(pages),
  ]
    .filter(Boolean)
    .join(', ')
}
