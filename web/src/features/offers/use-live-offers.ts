import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useReducer, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { OffersInput } from '../../api/shapes.ts'
import { trpc } from '../../api/trpc.ts'
import { type LiveOffers, noOffers, offerReducer } from './offer-reducer.ts'

export interface LiveBoard extends LiveOffers {
  /** `asking` until every seller has answered; `lost` while the connection is broken. */
  phase: 'asking' | 'complete' | 'lost'
  lost: Loss | null
  /** Asks every seller anew. */
  askAgain: () => void
}

interface Loss {
  /** Milliseconds since the epoch. */
  at: number
  /** The server's own words where it had any, such as that no seller can be reached. */
  sentence: string | null
  /** Whether the browser connects again by itself. */
  isRetrying: boolean
}

/** Quotes for one book as they arrive. A broken stream resumes by itself where it was. */
export function useLiveOffers(input: OffersInput): LiveBoard {
  const [offers, dispatch] = useReducer(offerReducer, noOffers)
  const [lost, setLost] = useState<Loss | null>(null)
  function lose(error: unknown, isRetrying: boolean) {
    const { refusal, sentence } = toTrouble(error)
    setLost((before) => ({ at: before?.at ?? Date.now(), sentence: refusal === null ? null : sentence, isRetrying }))
  }
  const { reset } = useSubscription(
    trpc.offers.live.subscriptionOptions(input, {
      onData: ({ data }) => {
        dispatch(data)
        setLost(null)
      },
      onError: (error) => lose(error, false),
      onConnectionStateChange: (connection) => {
        if (connection.state === 'connecting' && connection.error) lose(connection.error, true)
      },
    }),
  )

  const question = JSON.stringify(input)
  useEffect(() => {
    setLost(null)
    return () => dispatch({ type: 'reset' }) // another question: the old answers are none to it
  }, [question])

  return {
    ...offers,
    phase: offers.summary !== null ? 'complete' : lost === null ? 'asking' : 'lost',
    lost,
    askAgain: () => {
      dispatch({ type: 'reset' })
      setLost(null)
      reset()
    },
  }
}
