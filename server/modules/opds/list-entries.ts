import { hydrateEditions, hydrateWorks } from '#catalog'
import type { AppKey } from '#drm'
import { describeOffers } from '#ebooks'
import type { Entry, Mine, OpdsDeps } from './model.ts'

interface Reader {
  readonly accountId: string
  /** What they have, by ISBN. */
  readonly mine: ReadonlyMap<string, Mine>
}

/**
 * These ebooks with all that is shown of them, in their order; as `reader` sees them, if there is one. What has left the catalogue, or is no ebook of ours, is
 * left out. Six queries, however many they are.
 */
export async function listEntries(
  deps: Pick<OpdsDeps, 'db' | 'clock' | 'drm'>,
  isbns: readonly string[],
  reader: Reader | null = null,
): Promise<Entry[]> {
  const [cards, offers, keys] = await Promise.all([
    hydrateEditions(deps, isbns),
    describeOffers(deps, isbns),
    reader ? listKeys(deps, reader) : new Map<string, AppKey>(),
  ])
  const [works, publications] = await Promise.all([
    hydrateWorks(deps, [...new Set([...cards.values()].map(({ workId }) => workId))]),
    deps.drm.listPublications([...offers.values()].map(({ publicationId }) => publicationId)),
  ])
  return isbns.flatMap((isbn13) => {
    const edition = cards.get(isbn13)
    const offered = offers.get(isbn13)
    const work = edition && works.get(edition.workId)
    const publication = offered && publications.get(offered.publicationId)
    if (!edition || !offered || !work || !publication) return []
    return [
      { edition, work, publication, offered, mine: reader?.mine.get(isbn13) ?? null, key: keys.get(isbn13) ?? null },
    ]
  })
}

/** How what the reader has opens, by ISBN. What nobody has opened yet will open with the passphrase that we choose for them. */
async function listKeys({ drm }: Pick<OpdsDeps, 'drm'>, { accountId, mine }: Reader): Promise<Map<string, AppKey>> {
  const licences = [...mine].flatMap(([isbn13, each]) =>
    each.kind === 'OWNED' || each.kind === 'LOAN' ? [{ isbn13, licenceId: each.licenceId }] : [],
  )
  const issued = await drm.listAppKeys(
    accountId,
    licences.map(({ licenceId }) => licenceId),
  )
  return new Map(
    licences.flatMap(({ isbn13, licenceId }) => {
      const key = issued.get(licenceId)
      return key ? [[isbn13, key] as const] : []
    }),
  )
}
