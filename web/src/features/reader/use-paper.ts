import { useEffect, useState } from 'react'
import type { PaperColours } from './use-navigator.ts'

/**
 * The colours of an element's paper (`data-book-paper`, tokens.css) as they come out in this theme: the book's own frames know nothing of our
 * styles. Null until the element is there.
 */
export function usePaper(element: HTMLElement | null, paper: string): PaperColours | null {
  const [colours, setColours] = useState<PaperColours | null>(null)
  useEffect(() => {
    if (!element) return
    const read = () => {
      const { backgroundColor, color, accentColor } = getComputedStyle(element)
      setColours({ paper: backgroundColor, ink: color, link: accentColor })
    }
    read()
    const theme = matchMedia('(prefers-color-scheme: dark)')
    theme.addEventListener('change', read)
    return () => theme.removeEventListener('change', read)
  }, [element, paper])
  return colours
}
