import { hydrateEditions, hydrateWorks } from '#catalog'
import type { AppKey, Publication } from '#drm'
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
  const [cards, offers, issued] = await Promise.all([
    hydrateEditions(deps, isbns),
    describeOffers(deps, isbns),
    reader ? deps.drm.listAppKeys(reader.accountId, licencesOf(reader)) : new Map<string, AppKey>(),
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
    const mine = reader?.mine.get(isbn13) ?? null
    return [{ edition, work, publication, offered, mine, key: toKey(mine, publication) }]
  })

  /** What nobody has opened yet will open with the passphrase that we choose. */
  function toKey(mine: Mine | null, { scheme }: Publication): AppKey | null {
    if (reader === null || (mine?.kind !== 'OWNED' && mine?.kind !== 'LOAN')) return null
    const chosen = () => (scheme === 'LCP' ? deps.drm.toAppPassphrase(reader.accountId).hash : null)
    return issued.get(mine.licenceId) ?? { scheme, passphraseHash: chosen() }
  }
}

/** The licences of what the reader has. */
function licencesOf({ mine }: Reader): string[] {
  return [...mine.values()].flatMap((each) => (each.kind === 'OWNED' || each.kind === 'LOAN' ? [each.licenceId] : []))
}
