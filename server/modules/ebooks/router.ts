import { z } from 'zod'
import { isIsbn13 } from '#platform/isbn'
import { MoneyInput } from '#platform/money'
import { accountProcedure, publicProcedure, router, staffProcedure } from '#platform/trpc'
import { Destination } from '#sellers'
import { borrowEbook } from './borrow-ebook.ts'
import { cancelHold } from './cancel-hold.ts'
import { getEbook } from './get-ebook.ts'
import { getOffer } from './get-offer.ts'
import { getPlace, keepPlace } from './keep-place.ts'
import { listCatalogue } from './list-ebooks.ts'
import { listLibrary } from './list-library.ts'
import { listAllLoans, toLoanViews } from './list-loans.ts'
import { licencesMax, loanDaysMax, totalMax } from './model.ts'
import type { EbooksDeps, PooledLoan } from './model.ts'
import { openEbook } from './open-ebook.ts'
import { placeHold } from './place-hold.ts'
import { renewLoan } from './renew-loan.ts'
import { returnLoan } from './return-loan.ts'
import { revokeLoan } from './revoke-loan.ts'
import { EbookOfferView, LibraryView, LoanView, StaffEbookView, StaffHoldView, StaffLoanView } from './to-views.ts'
import { setLicences, setPrice, setSuspended } from './update-ebook.ts'

const Isbn13 = z.string().refine(isIsbn13, 'must be an ISBN-13')
const Key = z.string().trim().min(8).max(100)
const Reason = z.string().trim().min(3, 'must say why').max(500)
const Page = { limit: z.int().min(1).max(100).default(50), cursor: z.string().max(200).optional() }
const Deed = z.strictObject({ isbn13: Isbn13, key: Key })

const Passphrase = z.strictObject({
  text: z.string().min(8, 'must have at least 8 characters').max(200),
  hint: z.string().trim().min(1, 'must help you remember it').max(200),
})

const Licences = Deed.extend({
  poolId: z.uuid(),
  concurrentLimit: z.int().min(0).max(licencesMax),
  totalLimit: z.int().min(0).max(totalMax).nullable(),
  loanDays: z.int().min(1).max(loanDaysMax),
  endsAt: z.iso.datetime().nullable(),
  reason: Reason.optional(),
})

const Opened = z.strictObject({
  kind: z.enum(['PURCHASE', 'LOAN']),
  licenceId: z.uuid(),
  scheme: z.enum(['LCP', 'WATERMARK']),
  publicationId: z.uuid(),
  until: z.iso.datetime().nullable(),
  link: z.string(),
})

/** The locator travels as text: what is in it is the reader's, and only its size is ours to mind. */
const KeepPlace = z.strictObject({
  isbn13: Isbn13,
  locator: z
    .string()
    .max(4_096, 'is longer than 4,096 characters')
    .refine((text) => isJsonObject(text), 'must be the JSON of a locator'),
  progress: z.number().min(0).max(1),
})

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

const staff = ({ id }: { id: string }) => `staff:${id}`

export const ebooksRouter = (deps: EbooksDeps) => router({ ...readerProcedures(deps), ...staffProcedures(deps) })

function readerProcedures(deps: EbooksDeps) {
  const view = async (loan: PooledLoan): Promise<LoanView> => {
    const [shown] = await toLoanViews(deps.db, [loan], deps.clock.now())
    return LoanView.parse(shown)
  }
  return {
    offer: publicProcedure
      .input(z.strictObject({ isbn13: Isbn13, currency: z.string().length(3), destination: Destination.optional() }))
      .output(EbookOfferView)
      .query(({ ctx, input }) => getOffer(deps, { ...input, accountId: ctx.caller?.id ?? null })),

    /** What opens, in any reading app, the ebooks that a reading app borrowed for the caller. */
    appPassphrase: accountProcedure
      .output(z.strictObject({ text: z.string() }))
      .query(({ ctx }) => ({ text: deps.drm.toAppPassphrase(ctx.caller.id).text })),

    library: accountProcedure.output(LibraryView).query(({ ctx }) => listLibrary(deps, ctx.caller.id)),

    borrow: accountProcedure
      .input(Deed)
      .output(LoanView)
      .mutation(async ({ ctx, input }) => view(await borrowEbook(deps, { ...input, accountId: ctx.caller.id }))),

    return: accountProcedure
      .input(z.strictObject({ loanId: z.uuid(), key: Key }))
      .output(LoanView)
      .mutation(async ({ ctx, input }) => view(await returnLoan(deps, { ...input, accountId: ctx.caller.id }))),

    renew: accountProcedure
      .input(z.strictObject({ loanId: z.uuid(), key: Key }))
      .output(LoanView)
      .mutation(async ({ ctx, input }) => view(await renewLoan(deps, { ...input, accountId: ctx.caller.id }))),

    hold: accountProcedure
      .input(Deed)
      .output(z.strictObject({ holdId: z.uuid(), state: z.enum(['WAITING', 'SERVED', 'CANCELLED']) }))
      .mutation(async ({ ctx, input }) => {
        const { id, state } = await placeHold(deps, { ...input, accountId: ctx.caller.id })
        return { holdId: id, state }
      }),

    cancelHold: accountProcedure
      .input(z.strictObject({ holdId: z.uuid(), key: Key }))
      .mutation(async ({ ctx, input }) => {
        await cancelHold(deps, { ...input, accountId: ctx.caller.id })
      }),

    place: accountProcedure
      .input(z.strictObject({ isbn13: Isbn13 }))
      .output(z.strictObject({ locator: z.unknown(), progress: z.number() }).nullable())
      .query(async ({ ctx, input }) => {
        const place = await getPlace(deps.db, { ...input, accountId: ctx.caller.id })
        return place && { locator: place.locator, progress: place.progress }
      }),

    keepPlace: accountProcedure.input(KeepPlace).mutation(async ({ ctx, input }) => {
      await keepPlace(deps, { ...input, accountId: ctx.caller.id })
    }),

    open: accountProcedure
      .input(z.strictObject({ isbn13: Isbn13, passphrase: Passphrase.optional() }))
      .output(Opened)
      .mutation(async ({ ctx, input }) => {
        const { entitlement, ...opened } = await openEbook(deps, { ...input, accountId: ctx.caller.id })
        const { kind, id, until } = entitlement
        return { kind, licenceId: id, until: until?.toISOString() ?? null, ...opened }
      }),
  }
}

function staffProcedures(deps: EbooksDeps) {
  return {
    catalogue: staffProcedure
      .input(z.strictObject(Page))
      .output(z.strictObject({ ebooks: z.array(StaffEbookView), nextCursor: z.string().optional() }))
      .query(({ input }) => listCatalogue(deps, input)),

    get: staffProcedure
      .input(z.strictObject({ isbn13: Isbn13 }))
      .output(z.strictObject({ ebook: StaffEbookView, queue: z.array(StaffHoldView) }))
      .query(({ input }) => getEbook(deps, input.isbn13)),

    loans: staffProcedure
      .input(z.strictObject({ ...Page, isLive: z.boolean().default(true), isbn13: Isbn13.optional() }))
      .output(z.strictObject({ loans: z.array(StaffLoanView), nextCursor: z.string().optional() }))
      .query(({ input }) => listAllLoans(deps, input)),

    revoke: staffProcedure
      .input(z.strictObject({ loanId: z.uuid(), key: Key, reason: Reason }))
      .mutation(async ({ ctx, input }) => {
        await revokeLoan(deps, { ...input, by: staff(ctx.caller) })
      }),

    setLicences: staffProcedure.input(Licences).mutation(async ({ ctx, input: { endsAt, ...terms } }) => {
      await setLicences(deps, { ...terms, endsAt: endsAt === null ? null : new Date(endsAt), by: staff(ctx.caller) })
    }),

    setPrice: staffProcedure
      .input(
        Deed.extend({ currency: z.string().length(3), price: MoneyInput.nullable() }).refine(
          ({ currency, price }) => price === null || price.currency === currency,
          { path: ['price'], error: 'must be in this currency' },
        ),
      )
      .mutation(async ({ ctx, input: { price, ...deed } }) => {
        await setPrice(deps, { ...deed, minor: price?.minor ?? null, by: staff(ctx.caller) })
      }),

    suspend: staffProcedure.input(Deed.extend({ reason: Reason })).mutation(async ({ ctx, input }) => {
      await setSuspended(deps, { ...input, isSuspended: true, by: staff(ctx.caller) })
    }),

    resume: staffProcedure.input(Deed.extend({ reason: Reason })).mutation(async ({ ctx, input }) => {
      await setSuspended(deps, { ...input, isSuspended: false, by: staff(ctx.caller) })
    }),
  }
}
