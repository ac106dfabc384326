// A request, as procedures see it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Auth } from '#accounts'
import { openCookies } from '#platform/cookies'
import { requestId } from '#platform/ids'
import type { Log } from '#platform/log'
import type { RequestContext } from '#platform/trpc'

/** A caller's own id is kept when it looks like one, so that a request can be followed from the browser to the seller. */
function requestIdOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : requestId()
}

export async function createContext(
  { auth, log, isSecure }: { auth: Auth; log: Log; isSecure: boolean },
  { req, res }: { req: IncomingMessage; res: ServerResponse },
  signal: AbortSignal,
): Promise<RequestContext> {
  const id = requestIdOf(req)
  let child: Log | undefined // most requests have nothing to log, and the hottest ones would pay for it
  return {
    requestId: id,
    caller: await auth.getCaller(req.headers),
    signal,
    cookies: openCookies(req, res, { isSecure }),
    get log() {
      return (child ??= log.child({ requestId: id }))
    },
  }
}
