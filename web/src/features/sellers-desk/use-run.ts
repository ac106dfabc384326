import { skipToken } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useReducer, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { nothingYet, runReducer } from './run-reducer.ts'

/** Runs under way by seller: who goes to another page and comes back follows the same one. */
const underWay = new Map<string, string>()

/** The conformance kit's run for one seller. A broken connection resumes by itself where it was; it never begins a second run. */
export function useRun(sellerId: string) {
  const [runId, setRunId] = useState(() => underWay.get(sellerId) ?? null)
  const [run, dispatch] = useReducer(runReducer, nothingYet)
  const [isLost, setLost] = useState(false)

  function end() {
    underWay.delete(sellerId)
    setRunId(null)
    setLost(false)
    void queryClient.invalidateQueries(trpc.desk.pathFilter())
  }

  useSubscription(
    trpc.desk.runConformance.subscriptionOptions(runId === null ? skipToken : { sellerId, runId }, {
      onData: ({ data }) => {
        setLost(false)
        dispatch(data)
        if (data.type !== 'result') end()
      },
      onError: (error) => {
        dispatch({ type: 'ended', sentence: toTrouble(error).sentence })
        end()
      },
      onConnectionStateChange: (connection) => {
        if (connection.state === 'connecting' && connection.error) setLost(true)
      },
    }),
  )

  return {
    ...run,
    isRunning: runId !== null,
    isLost,
    start() {
      if (runId !== null) return
      const next = randomKey()
      underWay.set(sellerId, next)
      dispatch({ type: 'reset' })
      setRunId(next)
    },
  }
}
