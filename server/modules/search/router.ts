import { z } from 'zod'
import { publicProcedure, router } from '#platform/trpc'
import { createEngine } from './create-engine.ts'
import { findBooks } from './find-books.ts'
import { FindInput, FindView, SuggestView } from './model.ts'
import type { SearchDeps } from './model.ts'
import { suggestBooks } from './suggest-books.ts'

export const searchRouter = (given: Omit<SearchDeps, 'engine'>) => {
  const deps = { ...given, engine: createEngine(given) }
  return router({
    find: publicProcedure
      .input(FindInput)
      .output(FindView)
      .query(({ input }) => findBooks(deps, input)),
    suggest: publicProcedure
      .input(z.strictObject({ text: z.string().max(100) })) // nobody types more before choosing
      .output(SuggestView)
      .query(({ input }) => suggestBooks(deps, input.text)),
  })
}
