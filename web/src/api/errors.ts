// From whatever went wrong to one sentence and one thing to do about it.
import { isTRPCClientError } from '@trpc/client'
import { texts } from '../texts.ts'
import type { AppRouter } from './shapes.ts'

/** What a page needs to speak about a failure. `kind` says which action fits. */
export interface Trouble {
  kind: 'offline' | 'unreachable' | 'signed-out' | 'not-found' | 'refused' | 'fault'
  sentence: string
  /** The server's stable code, such as `catalog.isbn_invalid`. */
  refusal: string | null
  /** Sentences for single inputs, by the input's path. */
  fields: Record<string, string>
  /** To quote when asking for help. */
  requestId: string | null
}

/** Never throws; an unknown error becomes one apology. */
export function toTrouble(error: unknown): Trouble {
  const none = { refusal: null, fields: {}, requestId: null }
  if (!isTRPCClientError<AppRouter>(error)) return { ...none, kind: 'fault', sentence: texts.errors.fault }
  const data = error.data
  if (!data) {
    return navigator.onLine
      ? { ...none, kind: 'unreachable', sentence: texts.errors.unreachable }
      : { ...none, kind: 'offline', sentence: texts.errors.offline }
  }
  const known = { refusal: data.refusal ?? null, fields: data.fields ?? {}, requestId: data.requestId ?? null }
  if (data.code === 'UNAUTHORIZED') return { ...known, kind: 'signed-out', sentence: texts.errors.signedOut }
  if (data.code === 'NOT_FOUND') return { ...known, kind: 'not-found', sentence: error.message }
  if (data.httpStatus >= 500) {
    return { ...known, kind: 'fault', sentence: known.refusal ? error.message : texts.errors.fault }
  }
  return { ...known, kind: 'refused', sentence: known.refusal ? error.message : texts.errors.badInput }
}

/** A refusal stays a refusal; a broken connection or a tired server may answer the next time. */
export function isWorthRetrying(error: unknown): boolean {
  const { kind, refusal } = toTrouble(error)
  return kind === 'unreachable' || (kind === 'fault' && refusal === null)
}
