import type { Hold } from '../../api/shapes.ts'
import { client } from '../../api/trpc.ts'
import { libraryTexts } from '../../texts/library.ts'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format.ts'
import { BookRow } from './book-row.tsx'
import { DeedProblem } from './deed-problem.tsx'
import { useDeed } from './use-deed.ts'

const t = libraryTexts

/** A place in a queue. */
export function HoldRow({ hold }: { hold: Hold }) {
  const { id: holdId, place, expectedAt } = hold
  const leave = useDeed((key) => client.ebooks.cancelHold.mutate({ holdId, key }))
  return (
    <BookRow
      book={hold}
      standing={
        <p className="text-soft">
          {place === undefined ? t.served : t.place(place)}
          {expectedAt && ` ${t.expected(formatDate(expectedAt))}`}
        </p>
      }
      problem={<DeedProblem error={leave.error} />}
      actions={
        place !== undefined && (
          <Button look="quiet" busy={leave.isBusy} onClick={leave.run}>
            {t.leave}
          </Button>
        )
      }
    />
  )
}
