import { readerTexts } from '../../texts/reader.ts'
import type { ContentsEntry } from './open-publication.ts'

const t = readerTexts

/** The table of contents. */
export function ContentsPanel({
  contents,
  onGo,
}: {
  contents: readonly ContentsEntry[]
  onGo: (href: string) => void
}) {
  if (contents.length === 0) return <p className="text-soft">{t.noContents}</p>
  return (
    <nav aria-label={t.contents}>
      <Entries entries={contents} onGo={onGo} />
    </nav>
  )
}

function Entries({ entries, onGo }: { entries: readonly ContentsEntry[]; onGo: (href: string) => void }) {
  return (
    <ol className="space-y-0.5">
      {entries.map(({ href, title, children }, index) => (
        <li key={`${index} ${href}`}>
          <button
            type="button"
            className="min-h-9 w-full rounded-sm px-2 py-1.5 text-left font-serif text-lg leading-snug hover:bg-sunk"
            onClick={() => onGo(href)}
          >
            {title}
          </button>
          {children.length > 0 && (
            <div className="pl-4">
              <Entries entries={children} onGo={onGo} />
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}
