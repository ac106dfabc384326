// The live quote board. Every seller has its row from the moment it is asked; prices fill in, rows glide to their place by
// landed total, and among them those of ours that are no quotes: the ebook, and the loan. No row changes its height while prices
// come in, so nothing below it moves.
import { RefreshCw } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import type { Condition, Quote } from '../../api/shapes.ts'
import { useNow } from '../../local/use-now.ts'
import { texts } from '../../texts.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { useGlidingRows } from '../../ui/flip.ts'
import { formatMoney, formatTime } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { type BoardRow, type OtherRow, boardRows, oneList } from './board-rows.ts'
import { QuoteRows, WaitingRow } from './quote-rows.tsx'
import type { LiveBoard } from './use-live-offers.ts'

const t = texts.board

export function QuoteBoard({
  board,
  accepted,
  expectedSellers,
  others,
  actionOf,
}: {
  board: LiveBoard
  accepted: readonly Condition[]
  /** How many sellers there are, to keep their places before the first one is heard of. */
  expectedSellers: number
  /** The ways to get the book that are no seller's: each a row of this table. */
  others: readonly (OtherRow & { node: ReactNode })[]
  /** What can be done with a copy of our own. */
  actionOf: (quote: Quote) => ReactNode
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const now = useNow(15_000)
  const rows = boardRows(board, accepted)
  const list = oneList(rows, others)
  useGlidingRows(body, list.map((row) => ('node' in row ? row.id : row.sellerId)).join())
  const cheapest = rows.find((row) => row.isEligible)

  function toggle(sellerId: string) {
    setOpened((before) => {
      const after = new Set(before)
      if (!after.delete(sellerId)) after.add(sellerId)
      return after
    })
  }

  return (
    <section aria-labelledby="board-title">
      <div className="mb-1 flex flex-wrap items-center justify-between gap-x-4">
        <h2 id="board-title" className="font-serif text-2xl">
          {t.title}
        </h2>
        <Progress board={board} rows={rows} />
      </div>
      {board.phase === 'lost' && board.lost && (
        <div className="mb-3">
          <Notice tone="caution" announce action={<Button onClick={board.askAgain}>{t.reconnect}</Button>}>
            {board.lost.sentence ?? t.lostSince(formatTime(board.lost.at))} {board.lost.isRetrying && t.retrying}
          </Notice>
        </div>
      )}
      <table className="w-full table-fixed border-collapse">
        <caption className="sr-only">{t.title}</caption>
        <colgroup>
          <col />
          <col className="hidden w-[17%] md:table-column" />
          <col className="hidden w-[23%] md:table-column" />
          <col className="w-[42%] md:w-[30%]" />
        </colgroup>
        <thead>
          <tr className="border-b border-line-strong text-left text-sm text-soft">
            <th scope="col" className="py-2 font-normal">
              {t.columns.seller}
            </th>
            <th scope="col" className="hidden py-2 font-normal md:table-cell">
              {t.columns.condition}
            </th>
            <th scope="col" className="hidden py-2 font-normal md:table-cell">
              {t.columns.delivery}
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              {t.columns.total}
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.length === 0 &&
            board.phase === 'asking' &&
            Array.from({ length: expectedSellers }, (_, index) => <WaitingRow key={index} />)}
          {list.map((row) =>
            'node' in row ? (
              row.node
            ) : (
              <QuoteRows
                key={row.sellerId}
                row={row}
                now={now}
                accepted={accepted}
                isCheapest={row === cheapest}
                isOpen={opened.has(row.sellerId)}
                actionOf={actionOf}
                onToggle={() => toggle(row.sellerId)}
              />
            ),
          )}
        </tbody>
      </table>
      {board.phase === 'complete' && rows.every(({ shown }) => shown === null) && (
        <p className="py-6 text-center text-soft">{rows.length === 0 ? t.nobody : t.none}</p>
      )}
      <Announcer message={announcement(board, rows, cheapest)} />
    </section>
  )
}

function Progress({ board, rows }: { board: LiveBoard; rows: readonly BoardRow[] }) {
  const { asked, answered } = counts(rows)
  return (
    <p className="flex h-touch items-center gap-3 text-sm text-soft">
      {board.phase === 'asking' && (
        <>
          <span aria-hidden className="working size-2 rounded-full bg-accent" />
          {rows.length === 0 ? t.connecting : t.progress(answered, asked)}
        </>
      )}
      {board.phase === 'complete' && (
        <>
          <span>
            {t.progress(answered, asked)}
            {board.summary && (
              <span className="price hidden sm:inline">. {t.askedIn((board.summary.elapsedMs / 1000).toFixed(1))}</span>
            )}
          </span>
          <Button
            look="quiet"
            className="min-h-9 shrink-0 px-2 py-1 text-sm whitespace-nowrap"
            onClick={board.askAgain}
          >
            <RefreshCw aria-hidden className="size-4" /> {t.askAgain}
          </Button>
        </>
      )}
    </p>
  )
}

/** Two sentences per asking, at its start and at its end: prices that come and go in between would only be chatter. */
function announcement(board: LiveBoard, rows: readonly BoardRow[], cheapest: BoardRow | undefined): string {
  if (rows.length === 0) return ''
  const { asked, answered } = counts(rows)
  if (board.phase !== 'complete') return t.announceStart(asked)
  const total = cheapest?.shown?.total
  return t.announceEnd(
    answered,
    asked,
    cheapest && total ? t.announceBest(formatMoney(total), cheapest.sellerName) : null,
  )
}

function counts(rows: readonly BoardRow[]): { asked: number; answered: number } {
  return {
    asked: rows.filter(({ status }) => status.kind !== 'skipped').length,
    answered: rows.filter(({ status }) => status.kind === 'answered').length,
  }
}
