// How somebody likes to read. Kept on this device: a phone and a screen want different letters.
import { useState } from 'react'

export interface ReaderSettings {
  /** Times the book's own size. */
  fontSize: number
  /** In one long column; screen readers and many thumbs prefer it to pages. */
  isScrolled: boolean
  paper: Paper
}

export const papers = ['page', 'white', 'sepia', 'night'] as const
/** `page`: as the rest of Quire is, light or dark. */
export type Paper = (typeof papers)[number]

export const fontSizes = { min: 0.7, max: 2.5, step: 0.1 }
const storageKey = 'quire.reader'
const usual: ReaderSettings = { fontSize: 1, isScrolled: false, paper: 'page' }

export function useReaderSettings(): [ReaderSettings, (change: Partial<ReaderSettings>) => void] {
  const [settings, setSettings] = useState(stored)
  return [
    settings,
    (change) => {
      const next = { ...settings, ...change }
      setSettings(next)
      try {
        localStorage.setItem(storageKey, JSON.stringify(next))
      } catch {
        // Storage is blocked: the choice holds until the page is closed.
      }
    },
  ]
}

/** Storage is the reader's: whatever in it makes no sense reads as the usual. */
function stored(): ReaderSettings {
  try {
    const found = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Record<keyof ReaderSettings, unknown>>
    const { fontSize } = found
    const isSize = typeof fontSize === 'number' && fontSize >= fontSizes.min && fontSize <= fontSizes.max
    return {
      fontSize: isSize ? fontSize : usual.fontSize,
      isScrolled: found.isScrolled === true,
      paper: papers.find((paper) => paper === found.paper) ?? usual.paper,
    }
  } catch {
    return usual
  }
}
