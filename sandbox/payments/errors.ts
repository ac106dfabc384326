// Errors in Stripe's shape: https://docs.stripe.com/api/errors
import type { z } from 'zod'

export interface ErrorBody {
  type: 'card_error' | 'invalid_request_error' | 'idempotency_error' | 'api_error'
  message: string
  code?: string
  decline_code?: string
  param?: string
  [field: string]: unknown
}

export class StripeError extends Error {
  readonly status: number
  readonly body: ErrorBody
  /** Whether execution had begun: then the answer is kept under the idempotency key. */
  readonly isKept: boolean

  constructor(status: number, body: ErrorBody, isKept = true) {
    super(body.message)
    this.status = status
    this.body = body
    this.isKept = isKept
  }
}

/** A request that is wrong in itself; not kept, may be sent again under the same key. */
export function invalidRequest(message: string, extra: { code?: string; param?: string } = {}): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message, ...extra }, false)
}

/** Nothing there by this id. */
export function noSuch(what: string, id: string, param = 'id'): StripeError {
  return new StripeError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  })
}

/** A request that is right in itself and cannot be done to this object. */
export function refused(code: string, message: string, param?: string): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', code, message, ...(param !== undefined && { param }) })
}

/** An intent whose status does not allow it; `intent` is shown as it is. */
export function unexpectedState(verb: string, intent: Record<string, unknown>, allowed: string[]): StripeError {
  const message = `You cannot ${verb} this PaymentIntent because it has a status of ${String(intent.status)}. Only a PaymentIntent with one of the following statuses will do: ${allowed.join(', ')}.`
  return new StripeError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: intent,
  })
}

/** The same of a SetupIntent. */
export function unexpectedSetupState(verb: string, setup: Record<string, unknown>, allowed: string[]): StripeError {
  const message = `You cannot ${verb} this SetupIntent because it has a status of ${String(setup.status)}. Only a SetupIntent with one of the following statuses will do: ${allowed.join(', ')}.`
  return new StripeError(400, {
    type: 'invalid_request_error',
    code: 'setup_intent_unexpected_state',
    message,
    setup_intent: setup,
  })
}

/** The first issue of a schema, as Stripe words it. */
export function toInvalidRequest({ issues: [issue] }: z.ZodError): StripeError {
  if (issue?.code === 'unrecognized_keys')
    return invalidRequest(`Received unknown parameter: ${issue.keys[0]}`, {
      code: 'parameter_unknown',
      param: issue.keys[0] ?? '',
    })
  const [head = '', ...tail] = issue?.path.map(String) ?? []
  const param = head + tail.map((part) => `[${part}]`).join('')
  if (issue?.code === 'invalid_type' && issue.input === undefined)
    return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  return invalidRequest(`Invalid ${param}: ${issue?.message}`, { param })
}
