// What an answer means, by the mapping's table. Whatever the table does not know proves nothing about an order.
import type { HttpAnswer } from '../../core/guarded-http.ts'
import { tryJson } from '../../core/parse-answer.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import { holds } from './readers.ts'
import type { RestMapping } from './mapping.ts'

type Rule<M> = { status: readonly number[]; when?: RestMapping['quotes']['only'] | undefined; means: M }
type Door = 'NOT_AUTHORIZED' | 'THROTTLED'

/** The meaning of an answer, and its body. Throws SellerFailure for what the table does not know, and for what was refused at the door. */
export function readAnswer<M extends string>(
  { status, headers, body }: HttpAnswer,
  rules: readonly Rule<M>[],
): { means: Exclude<M, Door>; json: unknown } {
  const json = tryJson(body)
  const rule = rules.find(
    (one) =>
      one.status.includes(status) && (one.when ?? []).every((when) => holds(when, { element: json, answer: json })),
  )
  const means: string | undefined = rule?.means
  if (means === 'NOT_AUTHORIZED' || (means === undefined && status === 401))
    throw new SellerFailure('auth', `our credentials were refused (${status})`, { actedOn: 'no' })
  if (means === 'THROTTLED' || (means === undefined && status === 429))
    throw new SellerFailure('throttled', 'it asked us to slow down', {
      actedOn: means === undefined ? 'maybe' : 'no', // only the mapping can know that nothing was done
      retryAfterMs: retryAfter(headers),
    })
  if (rule === undefined) throw unknownAnswer(status, json)
  if (json === undefined) throw new SellerFailure('bad_data', 'its answer is no JSON')
  return { means: rule.means as Exclude<M, Door>, json }
}

function unknownAnswer(status: number, json: unknown): SellerFailure {
  if (status >= 500) return new SellerFailure('unavailable', `answered ${status}`)
  if (json === undefined) return new SellerFailure('bad_data', `answered ${status} with no JSON`)
  return new SellerFailure('rejected', `answered ${status} with what its mapping does not know`)
}

function retryAfter(headers: Record<string, string>): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 1_000
}
