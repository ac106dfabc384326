// What is kept for this tab alone: it survives a reload, and goes with the tab.

/** Our own writing; a part that is missing or broken is simply typed again. */
export function readTab<T>(key: string): T | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null) ?? undefined
  } catch {
    return undefined
  }
}

export function writeTab(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Storage is blocked or full: the form works, it only forgets on reload.
  }
}
