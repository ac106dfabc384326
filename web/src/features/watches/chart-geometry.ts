// A price history → where its lines, points and ticks are, in pixels. Pure: the same for the chart and for the small line on a card.
import type { PriceHistory } from '../../api/shapes.ts'

/** The space that the lines have, and what is around them. */
export interface Frame {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

/** A place on the chart that can be read out: a change of what was asked, or a price that was paid. */
export interface Stop {
  kind: 'asked' | 'paid'
  at: string
  /** Minor units; null while nobody offered it. */
  minor: number | null
  sellerName: string | null
  x: number
  /** Null with the price. */
  y: number | null
}

export interface Geometry {
  /** The steps of what was asked; apart where nobody offered it. */
  line: string
  /** The same, closed down to the base, for a light fill. */
  area: string
  targetY: number
  /** Oldest first. */
  stops: Stop[]
  yTicks: { minor: number; y: number }[]
  xTicks: { ms: number; x: number }[]
  /** Milliseconds from the first to the last place. */
  spanMs: number
}

const leastSpanMs = 60_000 // a single look is drawn as a minute: a line, not a dot
const headroom = 0.12 // of the prices' range, above and below
const pixelsPerTick = 56

/**
 * Null before the first look: there is nothing to draw. `untilMs`, in milliseconds since the epoch, is how long the last price
 * holds: until now, or until the watch ended.
 */
export function toGeometry(history: PriceHistory, frame: Frame, untilMs: number): Geometry | null {
  const { asked, paid, target } = history
  const times = [...asked, ...paid].map(({ at }) => Date.parse(at))
  if (times.length === 0) return null
  const first = Math.min(...times)
  const last = Math.max(...times, untilMs, first + leastSpanMs)
  const prices = [...asked, ...paid].flatMap(({ total }) => (total ? [total.minor] : []))
  const [low, high] = rangeOf([...prices, target.minor])
  const right = frame.width - frame.right
  const base = frame.height - frame.bottom
  const toX = (ms: number) => frame.left + ((ms - first) / (last - first)) * (right - frame.left)
  const toY = (minor: number) => base - ((minor - low) / (high - low)) * (base - frame.top)

  const stops = [
    ...asked.map((step) => toStop('asked', step, toX, toY)),
    ...paid.map((point) => toStop('paid', point, toX, toY)),
  ].toSorted((a, b) => a.x - b.x)
  return {
    ...toPaths(
      stops.filter(({ kind }) => kind === 'asked'),
      { base, right },
    ),
    targetY: toY(target.minor),
    stops,
    yTicks: niceTicks(low, high, Math.max(2, Math.floor((base - frame.top) / pixelsPerTick))).map((minor) => ({
      minor,
      y: toY(minor),
    })),
    xTicks: evenTicks(first, last, Math.max(2, Math.floor((right - frame.left) / (2 * pixelsPerTick)))).map((ms) => ({
      ms,
      x: toX(ms),
    })),
    spanMs: last - first,
  }
}

/** The stop nearest to a place on the chart; the paid of two at the same place. */
export function nearestStop(stops: readonly Stop[], x: number): number {
  let nearest = 0
  for (const [index, stop] of stops.entries()) {
    const best = stops[nearest]
    if (best && Math.abs(stop.x - x) <= Math.abs(best.x - x)) nearest = index
  }
  return nearest
}

function toStop(
  kind: Stop['kind'],
  { at, total, sellerName }: PriceHistory['asked'][number],
  toX: (ms: number) => number,
  toY: (minor: number) => number,
): Stop {
  const minor = total?.minor ?? null
  return {
    kind,
    at,
    minor,
    sellerName: sellerName || null,
    x: toX(Date.parse(at)),
    y: minor === null ? null : toY(minor),
  }
}

/** A price holds until the next: lines go across, then up or down; the last goes to the edge. */
function toPaths(
  steps: readonly Stop[],
  { base, right }: { base: number; right: number },
): Pick<Geometry, 'line' | 'area'> {
  const line: string[] = []
  const area: string[] = []
  for (const [index, { x, y }] of steps.entries()) {
    if (y === null) continue
    const before = steps[index - 1]
    const next = steps[index + 1]
    const end = next ? next.x : right
    const isJoined = before !== undefined && before.y !== null
    line.push(`${isJoined ? `V${px(y)}` : `M${px(x)} ${px(y)}`}H${px(end)}`)
    area.push(`M${px(x)} ${px(base)}V${px(y)}H${px(end)}V${px(base)}Z`)
  }
  return { line: line.join(''), area: area.join('') }
}

/** A little more than the prices need, and never below nothing. */
function rangeOf(values: readonly number[]): [low: number, high: number] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = Math.max((high - low) * headroom, high * 0.02, 1)
  return [Math.max(0, low - room), high + room]
}

/** About `count` round values within the range: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10)
  const ticks: number[] = []
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick)
  return ticks
}

function evenTicks(first: number, last: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + ((last - first) * (index + 0.5)) / count)
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}
