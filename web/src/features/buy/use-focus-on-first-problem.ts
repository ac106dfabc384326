import { useEffect, useRef } from 'react'

/** After a try that failed the focus goes to the first field to be mended. `tries` counts them. */
export function useFocusOnFirstProblem(tries: number) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tries])
  return form
}
