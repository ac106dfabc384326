// The chosen theme. public/theme.js applies it before the first paint; this changes it.
import { useState } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const storageKey = 'quire.theme'

export function useTheme(): [Theme, (next: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(applied)
  return [
    theme,
    (next) => {
      apply(next)
      setTheme(next)
    },
  ]
}

function applied(): Theme {
  const theme = document.documentElement.dataset.theme
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, theme)
  } catch {
    // Storage is blocked: the choice holds until the page is closed.
  }
}
