import { z } from 'zod'
import { accountProcedure, router } from '#platform/trpc'
import { listMessages, noteRead } from './list-messages.ts'
import { MailChoices, MessagesView, mutableKinds } from './model.ts'
import type { NotifyDeps } from './model.ts'
import { listChoices, moveChoice } from './move-choices.ts'

const Choice = z.strictObject({ kind: z.enum(mutableKinds), isMailed: z.boolean() })
const Marked = z.strictObject({ ids: z.array(z.uuid('is not the id of a message')).max(50).optional() })

export const notifyRouter = (deps: NotifyDeps) =>
  router({
    list: accountProcedure.output(MessagesView).query(({ ctx }) => listMessages(deps, ctx.caller.id)),

    mailChoices: accountProcedure.output(MailChoices).query(({ ctx }) => listChoices(deps, ctx.caller.id)),

    chooseMail: accountProcedure
      .input(Choice)
      .output(MailChoices)
      .mutation(async ({ ctx, input }) => {
        await moveChoice(deps, { ...input, accountId: ctx.caller.id })
        return await listChoices(deps, ctx.caller.id)
      }),

    markRead: accountProcedure
      .input(Marked)
      .output(MessagesView)
      .mutation(async ({ ctx, input }) => {
        await noteRead(deps, ctx.caller.id, input.ids ?? null)
        return await listMessages(deps, ctx.caller.id)
      }),
  })
