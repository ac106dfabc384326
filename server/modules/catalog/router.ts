import { z } from 'zod'
import { publicProcedure, router } from '#platform/trpc'
import { getBook } from './get-book.ts'
import { BookView, toBookView } from './model.ts'
import type { CatalogDeps } from './model.ts'

export const catalogRouter = (deps: CatalogDeps) =>
  router({
    getBook: publicProcedure
      .input(z.strictObject({ isbn13: z.string().max(40) })) // any written form of an ISBN is shorter
      .output(BookView)
      .query(async ({ input }) => {
        const { edition, work } = await getBook(deps, input.isbn13)
        return toBookView(edition, work)
      }),
  })
