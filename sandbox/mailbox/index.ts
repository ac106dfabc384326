// The mailbox's face: the mail provider's endpoint, and the pages on which a person reads what was sent.
import { cut, json } from '../core/http.ts'
import type { HttpReply, HttpRequest, Route } from '../core/http.ts'
import type { Mailbox } from './mailbox.ts'
import { listPage, mailPage, noMailPage } from './pages.ts'
import { SentMail } from './model.ts'

/** `current` follows resets. */
export function mailboxRoutes(current: () => Mailbox): Route[] {
  return [
    { method: 'POST', path: '/mailbox/emails', handler: (request) => take(current(), request) },
    { method: 'GET', path: '/mailbox', handler: () => listPage(current().list()) },
    {
      method: 'GET',
      path: '/mailbox/:id',
      handler: ({ params }) => {
        const mail = current().find(params.id ?? '')
        return mail ? mailPage(mail) : noMailPage()
      },
    },
  ]
}

function take(mailbox: Mailbox, { headers, body }: HttpRequest): HttpReply | typeof cut {
  if (headers.authorization !== `Bearer ${mailbox.apiKey}`) return refusal(401, 'invalid_api_key', 'API key is invalid')
  const key = keyOf(headers)
  if (key !== null && (key.length < 1 || key.length > 256))
    return refusal(400, 'invalid_idempotency_key', 'The key must have 1 to 256 characters')
  const read = SentMail.safeParse(parsed(body))
  if (!read.success) {
    const [issue] = read.error.issues
    return refusal(422, 'validation_error', `${issue?.path.join('.') || 'body'}: ${issue?.message}`)
  }
  const { chance, behaviour } = mailbox
  if (chance.chance(behaviour.failRate)) return refusal(500, 'internal_server_error', 'Something went wrong')
  const taken = mailbox.take(read.data, key)
  if (taken.kind === 'conflict') return refusal(409, 'invalid_idempotent_request', 'The key was used for another mail')
  return chance.chance(behaviour.actThenTimeoutRate) ? cut : json(200, { id: taken.id })
}

function keyOf(headers: HttpRequest['headers']): string | null {
  const key = headers['idempotency-key']
  return typeof key === 'string' ? key : null
}

function refusal(statusCode: number, name: string, message: string): HttpReply {
  return json(statusCode, { statusCode, name, message })
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
