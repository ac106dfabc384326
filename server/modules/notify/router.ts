import { z } from 'zod'
import { accountProcedure, router } from '#platform/trpc'
import { listMessages, noteRead } from './list-messages.ts'
import { MessagesView } from './model.ts'
import type { NotifyDeps } from './model.ts'

const Marked = z.strictObject({ ids: z.array(z.uuid('is not the id of a message')).max(50).optional() })

export const notifyRouter = (deps: NotifyDeps) =>
  router({
    list: accountProcedure.output(MessagesView).query(({ ctx }) => listMessages(deps, ctx.caller.id)),

    markRead: accountProcedure
      .input(Marked)
      .output(MessagesView)
      .mutation(async ({ ctx, input }) => {
        await noteRead(deps, ctx.caller.id, input.ids ?? null)
        return await listMessages(deps, ctx.caller.id)
      }),
  })
