import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useReducer, useState } from 'react'
import type { OffersInput } from '../../api/shapes.ts'
import { trpc } from '../../api/trpc.ts'
import { type LiveOffers, noOffers, offerReducer } from './offer-reducer.ts'

export interface LiveBoard extends LiveOffers {
  /** `asking` until every seller has answered; `lost` while the connection is broken and being made again. */
  phase: 'asking' | 'complete' | 'lost'
  /** When the connection broke, in milliseconds since the epoch. */
  lostAt: number | null
  /** Asks every seller anew. */
  askAgain: () => void
}

/** Quotes for one book as they arrive. A broken stream resumes by itself where it was. */
export function useLiveOffers(input: OffersInput): LiveBoard {
  const [offers, dispatch] = useReducer(offerReducer, noOffers)
  const [lostAt, setLostAt] = useState<number | null>(null)
  const options = trpc.offers.live.subscriptionOptions(input, {
    onData: ({ data }) => dispatch(data),
    onStarted: () => setLostAt(null),
    onError: () => setLostAt((since) => since ?? Date.now()),
    onConnectionStateChange: (connection) => {
      if (connection.state === 'connecting' && connection.error) setLostAt((since) => since ?? Date.now())
    },
  })
  const { reset } = useSubscription(options)

  const question = JSON.stringify(input)
  useEffect(() => {
    setLostAt(null)
    return () => dispatch({ type: 'reset' }) // another question: the old answers are none to it
  }, [question])

  const isComplete = offers.summary !== null
  return {
    ...offers,
    phase: isComplete ? 'complete' : lostAt === null ? 'asking' : 'lost',
    lostAt,
    askAgain: () => {
      dispatch({ type: 'reset' })
      setLostAt(null)
      reset()
    },
  }
}
