import { useEffect, useState } from 'react'

/** The value once it has not changed for `afterMs`. Compared by identity, so an object must be a stable one. */
export function useSettled<T>(value: T, afterMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return settled
}
