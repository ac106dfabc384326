// What is shown of a publication where it is offered. An upload's words are a stranger's: cut to what a page can show.
import type { Archive } from './open-archive.ts'
import type { PublicationDescription } from './model.ts'
import type { Accessibility } from './read-manifest.ts'
import { readRendition } from './read-manifest.ts'
import { readPackage } from './read-package.ts'

const summaryMax = 3_000 // characters; publishers write a paragraph or two
const wordMax = 200 // one word of a vocabulary, or one address
const wordsMax = 60 // the longest vocabulary has 44

/** What every browser and reading app shows, and the specification of OPDS allows as a picture (2.0 §2.3). */
const pictures = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'])

/** Reads the default rendition's package document. Refuses `epub_invalid`. */
export async function readDescription(archive: Archive): Promise<PublicationDescription> {
  const { rootfiles, items } = await readPackage(archive)
  const { layout, accessibility } = await readRendition(archive, rootfiles[0] ?? '')
  const cover = [...items.values()].find(
    ({ isCover, mediaType, path }) => isCover && pictures.has(mediaType) && archive.entries.has(path),
  )
  return {
    layout,
    accessibility: cut(accessibility),
    cover: cover ? { path: cover.path, mediaType: cover.mediaType } : null,
  }
}

function cut({ summary, certifiedBy, ...lists }: Accessibility): Accessibility {
  const { features, hazards, accessModes, sufficientModes, conformsTo } = lists
  const words = (list: readonly string[]) => list.map((word) => toStorable(word, wordMax)).slice(0, wordsMax)
  return {
    ...(summary !== undefined && { summary: toStorable(summary, summaryMax) }),
    ...(certifiedBy !== undefined && { certifiedBy: toStorable(certifiedBy, wordMax) }),
    features: words(features),
    hazards: words(hazards),
    accessModes: words(accessModes),
    sufficientModes: sufficientModes.slice(0, wordsMax).map(words),
    conformsTo: words(conformsTo),
  }
}

/** On one line and whole: PostgreSQL takes neither NUL nor half a surrogate pair in jsonb. */
function toStorable(text: string, max: number): string {
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, max)
    .toWellFormed()
}
