import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../api/trpc.ts'
import { libraryTexts } from '../../texts/library.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Definition, Definitions } from '../../ui/definition.tsx'

const t = libraryTexts.apps

/** How to have the library in a reading app: the catalogue's address, and what opens an ebook that the app borrowed. Nothing where there are no ebooks. */
export function ReadingApps() {
  const { data } = useQuery(trpc.ebooks.appPassphrase.queryOptions(undefined, { retry: false, staleTime: Infinity }))
  if (!data) return null
  const catalogue = `${location.origin}/opds`
  return (
    <section aria-label={t.title} className="mt-12">
      <h2 className="font-serif text-2xl">{t.title}</h2>
      <p className="mt-1 mb-4 max-w-reading text-soft">{t.text}</p>
      <Definitions>
        <Definition name={t.catalogue}>
          <span className="flex flex-wrap items-center gap-x-4 gap-y-2 sm:-mt-2.5 sm:mb-2.5">
            <code>{catalogue}</code>
            <CopyButton text={catalogue} labels={t.copy} />
          </span>
        </Definition>
        <Definition name={t.passphrase}>
          <span className="flex flex-wrap items-center gap-x-4 gap-y-2 sm:-mt-2.5 sm:mb-2.5">
            <code>{data.text}</code>
            <CopyButton text={data.text} labels={t.copy} />
          </span>
          <span className="mt-1 block text-sm text-soft">{t.passphraseText}</span>
        </Definition>
      </Definitions>
    </section>
  )
}
