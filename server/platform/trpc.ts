// tRPC as every router uses it: who is calling, how a refusal looks, which procedures need whom.
import { TRPCError, initTRPC } from '@trpc/server'
import { z } from 'zod'
import type { Cookies } from './cookies.ts'
import { Refusal, defineRefusals, toTrpc } from './errors.ts'
import type { Log } from './log.ts'

/** Who is signed in, as far as authorisation needs to know. */
export interface Caller {
  readonly id: string
  readonly role: 'reader' | 'staff'
  /** When the session began; absent where nobody typed a password. */
  readonly signedInAt?: Date
}

/** What a procedure knows of its request. */
export interface RequestContext {
  readonly requestId: string
  readonly caller: Caller | null
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
  readonly log: Log
  /** The browser's; absent where no browser asks. */
  readonly cookies?: Cookies | undefined
}

const refuse = defineRefusals('auth', {
  fresh_sign_in_required: {
    trpc: 'UNAUTHORIZED',
    say: 'This spends your money without asking again. Please enter your password once more.',
  },
})

const freshMs = 15 * 60_000 // long enough to fill in a form, short enough that a laptop left open is not its owner

/** For what must not be done from a session that was opened long ago. Refuses `auth.fresh_sign_in_required`. */
export function requireFresh({ signedInAt }: Caller, now: Date): void {
  if (signedInAt && now.getTime() - signedInAt.getTime() <= freshMs) return
  throw refuse('fresh_sign_in_required')
}

const t = initTRPC.context<RequestContext>().create({
  errorFormatter({ shape, error, ctx }) {
    const refusal = error.cause instanceof Refusal ? error.cause : null
    const fields = refusal?.fields ?? fieldsOf(error.cause)
    const isFault = shape.data.code === 'INTERNAL_SERVER_ERROR'
    return {
      code: shape.code,
      // A fault's own message is for the log; the person reads one apology with the id to quote.
      message: isFault
        ? `Something went wrong on our side. Nothing you did caused it. (${ctx?.requestId ?? 'no id'})`
        : sentence(shape.message, fields),
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        requestId: ctx?.requestId,
        refusal: refusal?.code ?? (fields ? 'input.invalid' : undefined),
        fields,
        retryAfterMs: refusal ? retryAfter(refusal) : undefined,
      },
    }
  },
})

export const router = t.router
export const createCallerFactory = t.createCallerFactory

const guarded = t.procedure.use(async ({ next, ctx, path }) => {
  const result = await next()
  if (!result.ok) {
    const refusal = result.error.cause
    if (refusal instanceof Refusal) {
      ctx.log.info({ path, refusal: refusal.code, facts: refusal.facts }, 'refused')
      throw toTrpc(refusal)
    }
    if (result.error.code === 'INTERNAL_SERVER_ERROR')
      ctx.log.error({ path, err: result.error.cause ?? result.error }, 'failed')
  }
  return result
})

/** Anybody may call. */
export const publicProcedure = guarded

/** Only people who signed in. */
export const accountProcedure = guarded.use(({ ctx, next }) => {
  if (!ctx.caller) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Please sign in first.' })
  return next({ ctx: { caller: ctx.caller } })
})

/** Only staff. */
export const staffProcedure = guarded.use(({ ctx, next }) => {
  if (ctx.caller?.role !== 'staff') throw new TRPCError({ code: 'FORBIDDEN', message: 'This page is for staff.' })
  return next({ ctx: { caller: ctx.caller } })
})

/** Of a refusal that means "not now": when to come again. */
function retryAfter({ facts: { retryAfterMs } }: Refusal): number | undefined {
  return typeof retryAfterMs === 'number' ? retryAfterMs : undefined
}

function fieldsOf(cause: unknown): Record<string, string> | undefined {
  if (!(cause instanceof z.ZodError)) return undefined
  return Object.fromEntries(cause.issues.map((issue) => [issue.path.join('.') || 'input', issue.message]))
}

function sentence(message: string, fields: Record<string, string> | undefined): string {
  const [first] = Object.entries(fields ?? {})
  return first ? `Please check ${first[0]}: ${first[1]}.` : message
}
