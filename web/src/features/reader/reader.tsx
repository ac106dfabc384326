// A book on the screen: its text, what turns its pages, and two panels. Everything works by keyboard, from the page and from within the book.
import { ArrowLeft, ChevronLeft, ChevronRight, List, Settings2 } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../paths.ts'
import { readerTexts } from '../../texts/reader.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { ContentsPanel } from './contents-panel.tsx'
import type { OpenPublication } from './open-publication.ts'
import { useReaderSettings } from './reader-settings.ts'
import { SettingsPanel } from './settings-panel.tsx'
import { type BookControls, type NavigatorProps, type Place, useNavigator } from './use-navigator.ts'
import { usePaper } from './use-paper.ts'

const t = readerTexts

export function Reader({
  book,
  from,
  onPlace,
  onFault,
}: {
  book: OpenPublication
  from: unknown
  onPlace: (place: Place) => void
  onFault: () => void
}) {
  const [settings, change] = useReaderSettings()
  const [sheet, setSheet] = useState<HTMLElement | null>(null)
  const colours = usePaper(sheet, settings.paper)
  const [place, setPlace] = useState<Place | null>(null)
  const [controls, setControls] = useState<BookControls | null>(null)
  const [panel, setPanel] = useState<Panel>(null)

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || panel !== null) return
    const act = actionOf(event.key, { controls, isScrolled: settings.isScrolled, open: setPanel })
    if (!act) return
    event.preventDefault()
    act()
  }
  useEffect(() => {
    const isInPage = ({ target }: KeyboardEvent) =>
      !(target instanceof HTMLElement && target.closest('a, button, input'))
    const listen = (event: KeyboardEvent) => {
      if (isInPage(event) || /^(Arrow|Page)/.test(event.key)) onKey(event)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })

  return (
    <div ref={setSheet} data-book-paper={settings.paper} className="fixed inset-0 flex flex-col">
      <Bar title={book.title}>
        <PanelButton panel="contents" open={panel} onOpen={setPanel} icon={<List aria-hidden className="size-5" />}>
          <ContentsPanel
            contents={book.contents}
            onGo={(href) => {
              setPanel(null)
              controls?.goTo(href)
            }}
          />
        </PanelButton>
        <PanelButton
          panel="settings"
          open={panel}
          onOpen={setPanel}
          icon={<Settings2 aria-hidden className="size-5" />}
        >
          <SettingsPanel settings={settings} isFixed={book.isFixed} onChange={change} />
        </PanelButton>
      </Bar>
      <main className="flex min-h-0 flex-1 items-stretch" aria-label={book.title}>
        <Turn label={t.back} onClick={controls?.back}>
          <ChevronLeft aria-hidden className="size-7" />
        </Turn>
        {/* Readium measures the parent of what it draws in. */}
        <div className="min-w-0 flex-1 py-2">
          {colours && (
            <Sheet
              {...{ book, from, settings, colours, onKey, onFault }}
              onControls={setControls}
              onPlace={(next) => {
                setPlace(next)
                onPlace(next)
              }}
            />
          )}
        </div>
        <Turn label={t.forward} onClick={controls?.forward}>
          <ChevronRight aria-hidden className="size-7" />
        </Turn>
      </main>
      <Progress place={place} />
    </div>
  )
}

type Panel = 'contents' | 'settings' | null

/** What a key does; null: nothing of ours. In one long column the arrows up and down and the space bar are the browser's. */
function actionOf(
  key: string,
  { controls, isScrolled, open }: { controls: BookControls | null; isScrolled: boolean; open: (panel: Panel) => void },
): (() => void) | null {
  if (key === 'c') return () => open('contents')
  if (key === 's') return () => open('settings')
  if (!controls) return null
  if (key === 'ArrowRight' || (key === 'PageDown' && !isScrolled) || (key === ' ' && !isScrolled))
    return controls.forward
  if (key === 'ArrowLeft' || (key === 'PageUp' && !isScrolled)) return controls.back
  return null
}

/** The book itself. Apart, so that it is made only once its colours are known. */
function Sheet({ onControls, ...props }: NavigatorProps & { onControls: (controls: BookControls | null) => void }) {
  const { frame, controls } = useNavigator(props)
  useEffect(() => onControls(controls), [controls, onControls])
  return (
    <div
      ref={frame}
      className="relative h-full [&>iframe]:absolute [&>iframe]:inset-0 [&>iframe]:size-full"
      aria-busy={controls === null}
    />
  )
}

function Bar({ title, children }: { title: string; children: ReactNode }) {
  return (
    <header className="flex items-center gap-1 border-b border-current/15 px-2 py-1 sm:px-4">
      <Link to={paths.library()} className={iconClass} aria-label={t.toLibrary}>
        <ArrowLeft aria-hidden className="size-5" />
      </Link>
      <h1 className="min-w-0 flex-1 truncate text-center font-serif text-lg">{title}</h1>
      {children}
    </header>
  )
}

const iconClass = 'flex size-11 shrink-0 items-center justify-center rounded-md hover:bg-current/10'

function PanelButton({
  panel,
  open,
  onOpen,
  icon,
  children,
}: {
  panel: NonNullable<Panel>
  open: Panel
  onOpen: (panel: Panel) => void
  icon: ReactNode
  children: ReactNode
}) {
  return (
    <Dialog.Root open={open === panel} onOpenChange={(isOpen) => onOpen(isOpen ? panel : null)}>
      <Dialog.Trigger className={iconClass} aria-label={t.panels[panel]}>
        {icon}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 bg-ink/40 dark:bg-paper/70" />
        <Dialog.Content
          aria-describedby={undefined}
          className="arrive fixed inset-y-0 right-0 w-[min(24rem,90vw)] overflow-y-auto border-l border-line bg-raised p-6 text-ink shadow-card"
        >
          <Dialog.Title className="mb-4 font-serif text-2xl">{t.panels[panel]}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** At the edges of a screen; a phone turns pages by touching them. */
function Turn({ label, onClick, children }: { label: string; onClick: (() => void) | undefined; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={!onClick}
      onClick={onClick}
      className="hidden w-14 shrink-0 items-center justify-center opacity-60 hover:opacity-100 sm:flex"
    >
      {children}
    </button>
  )
}

function Progress({ place }: { place: Place | null }) {
  const percent = place ? Math.round(place.progress * 100) : 0
  return (
    <footer className="px-4 pt-1 pb-2 text-sm">
      <div
        role="progressbar"
        aria-label={t.progress}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-0.5 bg-current/15"
      >
        <div className="h-full bg-current/60" style={{ width: `${percent}%` }} />
      </div>
      <p className="mt-1.5 flex justify-between gap-4 opacity-75">
        <span className="truncate">{place?.chapter}</span>
        <span className="price shrink-0">{place && t.percent(place.progress)}</span>
      </p>
      <Announcer message={place?.chapter ?? ''} />
    </footer>
  )
}
