import { useMutation } from '@tanstack/react-query'
import type { Watch } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { ConfirmedAct } from '../../parts/confirmed-act.tsx'
import { watchTexts } from '../../texts/watches.ts'
import { stopText } from './watch-view.ts'

const t = watchTexts.watches

/** Ends a watch, and says what is still finished. */
export function StopWatch({ watch }: { watch: Watch }) {
  const stop = useMutation(
    trpc.watches.revoke.mutationOptions({
      onSuccess(ended) {
        queryClient.setQueryData(trpc.watches.get.queryKey({ watchId: ended.id }), ended)
        void queryClient.invalidateQueries(trpc.watches.list.queryFilter())
      },
    }),
  )
  return (
    <ConfirmedAct
      words={{
        action: t.stop,
        working: t.stopping,
        title: t.stopTitle(watch.title),
        text: stopText(watch),
        yes: t.stopYes,
        no: t.stopNo,
      }}
      act={stop}
      onYes={() => stop.mutate({ watchId: watch.id })}
    />
  )
}
