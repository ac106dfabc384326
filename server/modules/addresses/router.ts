import { z } from 'zod'
import { accountProcedure, router } from '#platform/trpc'
import { listAddresses } from './get-address.ts'
import { AddressInput, AddressView } from './model.ts'
import type { AddressesDeps } from './model.ts'
import { createAddress, removeAddress, updateAddress, updateDefault } from './update-book.ts'

const ById = z.strictObject({ addressId: z.uuid('is not the id of an address') })
const Book = z.strictObject({ addresses: z.array(AddressView) })
const NewAddress = z.strictObject({
  key: z.string().trim().min(8).max(100),
  address: AddressInput,
  isDefault: z.boolean().default(false),
})

export const addressesRouter = (deps: AddressesDeps) =>
  router({
    list: accountProcedure
      .output(Book)
      .query(async ({ ctx }) => ({ addresses: await listAddresses(deps.db, ctx.caller.id) })),

    create: accountProcedure
      .input(NewAddress)
      .output(ById)
      .mutation(async ({ ctx, input }) => ({
        addressId: await createAddress(deps, { ...input, accountId: ctx.caller.id }),
      })),

    update: accountProcedure
      .input(ById.extend({ address: AddressInput }))
      .mutation(async ({ ctx, input: { addressId, address } }) => {
        await updateAddress(deps, { id: addressId, accountId: ctx.caller.id, address })
      }),

    makeDefault: accountProcedure.input(ById).mutation(async ({ ctx, input }) => {
      await updateDefault(deps, { id: input.addressId, accountId: ctx.caller.id })
    }),

    remove: accountProcedure.input(ById).mutation(async ({ ctx, input }) => {
      await removeAddress(deps, { id: input.addressId, accountId: ctx.caller.id })
    }),
  })
