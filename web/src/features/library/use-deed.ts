import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'

/**
 * Something that is done to a loan or a place in a queue once, however often it is pressed: the key is kept until the answer is there. The library
 * and the book's offer are read anew afterwards, whether it worked or not.
 */
export function useDeed(act: (key: string) => Promise<unknown>): {
  run: () => void
  isBusy: boolean
  error: Error | null
} {
  const [key, setKey] = useState(randomKey)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => act(key),
    onSuccess: () => setKey(randomKey()),
    onSettled: async () => {
      await queryClient.invalidateQueries(trpc.ebooks.library.queryFilter())
      await queryClient.invalidateQueries(trpc.ebooks.offer.queryFilter())
    },
  })
  return { run: () => mutate(), isBusy: isPending, error }
}
