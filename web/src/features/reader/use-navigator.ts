// Ties Readium's navigator, which draws the book in frames of its own, to the page around it.
import { EpubNavigator, EpubPreferences } from '@readium/navigator'
import type { EpubNavigatorListeners } from '@readium/navigator'
import { Link, Locator } from '@readium/shared'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { OpenPublication } from './open-publication.ts'
import type { ReaderSettings } from './reader-settings.ts'

/** Where somebody is in a book. */
export interface Place {
  /** The locator as JSON, to come back to. */
  readonly locator: unknown
  /** The chapter, when it has a name. */
  readonly chapter: string | null
  /** How far, 0 to 1. */
  readonly progress: number
}

/** CSS colours that the book is drawn in. */
export interface PaperColours {
  readonly paper: string
  readonly ink: string
  readonly link: string
}

export interface BookControls {
  readonly forward: () => void
  readonly back: () => void
  readonly goTo: (href: string) => void
}

export interface NavigatorProps {
  readonly book: OpenPublication
  /** Where to begin: a locator's JSON; null for the beginning. */
  readonly from: unknown
  readonly settings: ReaderSettings
  readonly colours: PaperColours
  readonly onPlace: (place: Place) => void
  /** The book could not be drawn. */
  readonly onFault: () => void
  /** Keys that are pressed while the book has the focus. */
  readonly onKey: (event: KeyboardEvent) => void
}

/** `frame` goes on the element that the book is drawn in; `controls` are null until it is there. */
export function useNavigator(props: NavigatorProps): {
  frame: (element: HTMLElement | null) => void
  controls: BookControls | null
} {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [navigator, setNavigator] = useState<EpubNavigator | null>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const { book, settings, colours } = props

  useEffect(() => {
    if (!element) return
    const { from } = latest.current
    const preferences = toPreferences(latest.current)
    const options = { preferences, defaults: {} }
    const start = placeOf(book, from)
    const opened = new EpubNavigator(element, book.publication, listenersOf(latest), book.positions, start, options)
    let isGone = false
    const loading = opened.load().then(
      () => {
        if (!isGone) setNavigator(opened)
      },
      () => latest.current.onFault(),
    )
    return () => {
      isGone = true
      setNavigator(null)
      // Torn down half-way it would leave frames behind.
      void tearDown(opened, loading)
    }
  }, [element, book])

  useEffect(() => {
    void navigator?.submitPreferences(new EpubPreferences(toPreferences({ settings, colours })))
  }, [navigator, settings, colours])

  const controls = useMemo(() => navigator && toControls(navigator), [navigator])
  return { frame: setElement, controls }
}

async function tearDown(navigator: EpubNavigator, loading: Promise<void>): Promise<void> {
  await loading
  await navigator.destroy()
}

function toControls(navigator: EpubNavigator): BookControls {
  const done = () => {}
  return {
    forward: () => navigator.goForward(false, done),
    back: () => navigator.goBackward(false, done),
    goTo: (href) => navigator.goLink(new Link({ href }), false, done),
  }
}

function listenersOf(latest: { readonly current: NavigatorProps }): EpubNavigatorListeners {
  const nothing = () => {}
  return {
    frameLoaded: (window) => window.addEventListener('keydown', (event) => latest.current.onKey(event)),
    positionChanged: (locator) => latest.current.onPlace(toPlace(locator, latest.current.book)),
    handleLocator: ({ href }) => {
      // A link out of the book. It opens beside it, and is told nothing of us.
      if (/^https?:/.test(href)) window.open(href, '_blank', 'noopener,noreferrer')
      return true
    },
    tap: () => false,
    click: () => false,
    zoom: nothing,
    miscPointer: nothing,
    scroll: nothing,
    customEvent: nothing,
    textSelected: nothing,
    contentProtection: nothing,
    contextMenu: nothing,
    peripheral: nothing,
  }
}

function toPlace(locator: Locator, { contents, positions }: OpenPublication): Place {
  const { position = 1, totalProgression } = locator.locations
  return {
    locator: locator.serialize() as unknown,
    chapter: locator.title ?? contents.find(({ href }) => href.split('#')[0] === locator.href)?.title ?? null,
    progress: totalProgression ?? (position - 1) / Math.max(1, positions.length),
  }
}

/** The place that was kept, if this book still has it. */
function placeOf({ positions }: OpenPublication, from: unknown): Locator | undefined {
  const kept = from === null ? undefined : Locator.deserialize(from)
  if (!kept) return undefined
  const { position } = kept.locations
  return positions.some(({ href, locations }) => href === kept.href && locations.position === position)
    ? kept
    : undefined
}

function toPreferences({ settings, colours }: Pick<NavigatorProps, 'settings' | 'colours'>) {
  const { paper, ink, link } = colours
  return {
    fontSize: settings.fontSize,
    scroll: settings.isScrolled,
    backgroundColor: paper,
    textColor: ink,
    linkColor: link,
    visitedColor: link,
  }
}
