import { useQuery } from '@tanstack/react-query'
import type { Suggestion } from '../../api/shapes.ts'
import { trpc } from '../../api/trpc.ts'
import { useSettled } from '../../local/use-settled.ts'

const pauseMs = 140 // shorter asks at every key of a quick typist, longer is felt as waiting
const shortest = 2 // one letter suggests everything and nothing

/** Suggestions for what is being typed. While newer ones are on their way the old ones stay; failing is silence, not an error. */
export function useSuggestions(text: string, enabled: boolean): Suggestion[] {
  const settled = useSettled(text.trim(), pauseMs)
  const active = enabled && settled.length >= shortest
  const { data } = useQuery({
    // Whoever types on no longer wants the answer to the shorter text.
    ...trpc.search.suggest.queryOptions({ text: settled }, { trpc: { abortOnUnmount: true } }),
    enabled: active,
    placeholderData: (previous) => previous,
    retry: false,
    staleTime: 300_000,
  })
  return active ? (data?.suggestions ?? []) : []
}
