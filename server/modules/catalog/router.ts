import { z } from 'zod'
import { publicProcedure, router, staffProcedure } from '#platform/trpc'
import { getBook } from './get-book.ts'
import { listClaims } from './list-claims.ts'
import { findFolderFile, listFolder, listImports } from './list-imports.ts'
import { listWorkCorrections, moveEditions } from './move-editions.ts'
import { BookView, formats, importFormats, toBookView } from './model.ts'
import type { RunnerDeps } from './model.ts'
import { settleClaim } from './settle-claim.ts'
import { sendImport } from './start-import.ts'
import { ClaimView, CorrectionView, ImportView, toClaimView, toCorrectionView, toImportView } from './to-views.ts'

const Isbn = z.string().max(40) // any written form of an ISBN is shorter
const Isbn13 = z.string().regex(/^97[89]\d{10}$/, 'must be the 13 digits of an ISBN')
/** Why somebody decided so; whoever asks later reads it. */
const Why = z.string().trim().min(3, 'must say a few words').max(500)

export const catalogRouter = (deps: RunnerDeps) =>
  router({
    getBook: publicProcedure
      .input(z.strictObject({ isbn13: Isbn }))
      .output(BookView)
      .query(async ({ input }) => {
        const { edition, work } = await getBook(deps, input.isbn13)
        return toBookView(edition, work)
      }),

    imports: staffProcedure
      .output(z.strictObject({ imports: z.array(ImportView), files: z.array(z.string()), hasFolder: z.boolean() }))
      .query(async () => ({
        imports: (await listImports(deps)).map(toImportView),
        files: await listFolder(deps),
        hasFolder: deps.importFolder !== null,
      })),

    startImport: staffProcedure
      .input(
        z.strictObject({
          file: z.string().min(1).max(255),
          format: z.enum(importFormats),
          assumeFormat: z.enum(formats).optional(),
        }),
      )
      .output(ImportView)
      .mutation(async ({ ctx, input: { file, format, assumeFormat = null } }) => {
        const path = await findFolderFile(deps, file)
        return toImportView(await sendImport(deps, { path, format, assumeFormat, by: `account:${ctx.caller.id}` }))
      }),

    claims: staffProcedure
      .input(z.strictObject({ afterId: z.uuid().optional(), limit: z.int().min(1).max(50).default(10) }))
      .output(z.strictObject({ claims: z.array(ClaimView), open: z.int() }))
      .query(async ({ input: { afterId = null, limit } }) => {
        const { claims, open } = await listClaims(deps, { afterId, limit })
        return { claims: claims.map(toClaimView), open }
      }),

    settleClaim: staffProcedure
      .input(z.strictObject({ id: z.uuid(), verdict: z.enum(['KEPT', 'REPLACED', 'SAME_BOOK']), why: Why }))
      .mutation(async ({ ctx, input }) => {
        await settleClaim(deps, { ...input, by: `account:${ctx.caller.id}` })
      }),

    corrections: staffProcedure
      .input(z.strictObject({ workId: z.uuid() }))
      .output(z.array(CorrectionView))
      .query(async ({ input }) => (await listWorkCorrections(deps, input.workId)).map(toCorrectionView)),

    moveEditions: staffProcedure
      .input(
        z.strictObject({
          isbns: z
            .array(Isbn13)
            .min(1)
            .max(500)
            .transform((isbns) => [...new Set(isbns)]),
          /** An edition of the work where they belong; without it they become a work of their own. */
          intoIsbn: Isbn13.optional(),
          why: Why,
        }),
      )
      .output(CorrectionView)
      .mutation(async ({ ctx, input: { isbns, intoIsbn = null, why } }) =>
        toCorrectionView(await moveEditions(deps, { isbns, intoIsbn, why, by: `account:${ctx.caller.id}` })),
      ),
  })
