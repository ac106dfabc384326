// How a failed call to the gateway reads to the person at the desk.
import { Refusal } from '#platform/errors'
import { refuse } from './model.ts'
import type { Answer, Failure } from './model.ts'

/** The value of a call that went well; throws the refusal of one that did not. */
export function sayFailure<T>(answer: Answer<T>): T {
  if (answer.kind === 'ok') return answer.value
  throw toRefusal(answer)
}

export function toRefusal(failure: Failure): Refusal {
  if (failure.kind === 'unknown') return refuse('unheard', { detail: failure.detail })
  const { reason, detail, fields } = failure
  switch (reason) {
    case 'INVALID':
      return refuse('invalid', { fields: Object.keys(fields) }, fields)
    case 'KEY_REFUSED':
      return refuse('key_refused')
    case 'ONBOARDING_OFF':
      return refuse('off')
    case 'THROTTLED':
      return refuse('throttled')
    default:
      // The gateway writes its sentences for a seller's people: nobody could say it better here.
      return new Refusal('desk.refused', { trpc: 'CONFLICT', say: asSentence(detail) }, { reason })
  }
}

/** gRPC messages begin small and end without a point. */
function asSentence(detail: string): string {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
