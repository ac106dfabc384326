import { useMutation } from '@tanstack/react-query'
import { toTrouble } from '../../api/errors.ts'
import type { Watch } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { watchTexts } from '../../texts/watches.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { stopText } from './watch-view.ts'

const t = watchTexts.watches

/** Ends a watch; asks once, and says what is still finished. Never shown as done before the server says so. */
export function StopWatch({ watch }: { watch: Watch }) {
  const { mutate, isPending, error } = useMutation(
    trpc.watches.revoke.mutationOptions({
      onSuccess(ended) {
        queryClient.setQueryData(trpc.watches.get.queryKey({ watchId: ended.id }), ended)
        void queryClient.invalidateQueries(trpc.watches.list.queryFilter())
      },
    }),
  )
  return (
    <>
      <ConfirmDialog
        trigger={<Button busy={isPending}>{isPending ? t.stopping : t.stop}</Button>}
        title={t.stopTitle(watch.title)}
        text={stopText(watch)}
        yes={t.stopYes}
        no={t.stopNo}
        onYes={() => mutate({ watchId: watch.id })}
      />
      {error && (
        <Notice tone="danger" announce>
          {toTrouble(error).sentence}
        </Notice>
      )}
    </>
  )
}
