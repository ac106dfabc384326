import { useQuery } from '@tanstack/react-query'
import { trpc } from '../../api/trpc.ts'
import { useNow } from '../../local/use-now.ts'
import { toGeometry } from './chart-geometry.ts'
import { ageMs } from './watch-view.ts'

const frame = { width: 132, height: 40, left: 2, right: 4, top: 4, bottom: 3 }

/** The price history at a glance. Decoration: the card says in words where the price stands. */
export function Sparkline({ watchId }: { watchId: string }) {
  const { data } = useQuery(trpc.watches.history.queryOptions({ watchId }, { staleTime: 300_000 }))
  const now = useNow(ageMs)
  const drawn = data ? toGeometry(data, frame, now) : null
  return (
    <svg aria-hidden width={frame.width} height={frame.height} className="block shrink-0">
      {drawn && (
        <>
          <path d={drawn.area} className="fill-accent-wash" />
          <path
            d={`M${frame.left} ${drawn.targetY}H${frame.width - frame.right}`}
            strokeDasharray="1 4"
            strokeLinecap="round"
            className="stroke-ink"
          />
          <path d={drawn.line} fill="none" strokeWidth={1.5} strokeLinejoin="round" className="stroke-accent" />
          {drawn.stops.map(
            ({ kind, x, y }, index) =>
              kind === 'paid' &&
              y !== null && <path key={index} d={`M${x} ${y - 4}l4 4 -4 4 -4 -4z`} className="fill-ink" />,
          )}
        </>
      )}
    </svg>
  )
}
