// The price history of a watch, from the histories of each edition and condition that it accepts. Pure.
import type { Paid, Point } from '#prices'
import { money, toMoneyView } from '#platform/money'
import type { HistoryView } from './model.ts'

const dayMs = 86_400_000
const stepsMax = 500 // a chart has not many more pixels; the newest are shown

/** `points` oldest first, over several editions; the lowest of all that hold at a time is what the book cost then. */
export function toHistoryView(
  { accountId, currency, targetMinor }: { accountId: string; currency: string; targetMinor: bigint },
  points: readonly (Point & { isbn13: string })[],
  paid: readonly Paid[],
): HistoryView {
  const view = (minor: bigint) => toMoneyView(money(minor, currency))
  const steps = toSteps(points).slice(-stepsMax)
  return {
    currency,
    target: view(targetMinor),
    asked: steps.map(({ at, seen }) => ({
      at: at.toISOString(),
      ...(seen && { total: view(seen.totalMinor), sellerName: seen.sellerName }),
    })),
    paid: paid.map((point) => {
      const { totalMinor, sellerName, purchaseId } = point
      const isOwn = point.accountId === accountId
      const at = isOwn ? point.at : startOfDay(point.at)
      return { at: at.toISOString(), total: view(totalMinor), sellerName, ...(isOwn && { purchaseId }) }
    }),
  }
}

/** Of other people's purchases the hour is nobody's business. */
function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / dayMs) * dayMs)
}

/** What held from when on: a step for each change, and the last point, which says how far the line goes. */
function toSteps(points: readonly (Point & { isbn13: string })[]): Pick<Point, 'at' | 'seen'>[] {
  const holding = new Map<string, Point['seen']>()
  const steps: Pick<Point, 'at' | 'seen'>[] = []
  for (const [index, { isbn13, condition, at, seen }] of points.entries()) {
    holding.set(`${isbn13}/${condition}`, seen)
    if (points[index + 1]?.at.getTime() === at.getTime()) continue // one look: its lines belong together
    const lowest = [...holding.values()].reduce(cheaper, null)
    const before = steps.at(-1)
    if (!before || !isSame(before.seen, lowest) || index === points.length - 1) steps.push({ at, seen: lowest })
  }
  return steps
}

function isSame(a: Point['seen'], b: Point['seen']): boolean {
  return a?.totalMinor === b?.totalMinor && a?.sellerId === b?.sellerId
}

function cheaper(a: Point['seen'], b: Point['seen']): Point['seen'] {
  if (!a || !b) return a ?? b
  return b.totalMinor < a.totalMinor ? b : a
}
