// How a remote call can end. The fourth way is why this file exists.

/** A remote call ends one of four ways. `unknown` means: it may have happened. */
export type Outcome<T, R extends string = string> =
  | { kind: 'ok'; value: T }
  | { kind: 'refused'; reason: R; detail?: string }
  | { kind: 'retryable'; afterMs: number; detail?: string }
  | { kind: 'unknown'; detail?: string }

export function ok<T>(value: T): { kind: 'ok'; value: T } {
  return { kind: 'ok', value }
}
