import { type CoverLayout, coverHeight, coverWidth, layoutCover } from './cover-layout.ts'

/** The book's generated cover. Decoration: title and author always stand beside it as text. */
export function Cover({
  title,
  authors,
  className = '',
}: {
  title: string
  authors: readonly string[]
  className?: string
}) {
  const layout = layoutCover({ title, authors })
  const { titleLines, titleSize, authorLines } = layout
  const top = titleTop(layout)
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${coverWidth} ${coverHeight}`}
      data-cloth={layout.cloth}
      className={`block aspect-2/3 rounded-[3px] shadow-book ${className}`}
    >
      <rect width={coverWidth} height={coverHeight} fill="var(--cloth)" />
      <Ornament layout={layout} initial={title.trim().charAt(0).toUpperCase()} />
      <text fill="var(--print)" fontSize={titleSize} fontWeight={560} style={{ fontFamily: 'var(--font-serif)' }}>
        {titleLines.map((line, index) => (
          <tspan key={line + String(index)} x={20} y={top + index * titleSize * 1.08}>
            {line}
          </tspan>
        ))}
      </text>
      <text fill="var(--print)" fontSize={11.5} letterSpacing={0.4} style={{ fontFamily: 'var(--font-sans)' }}>
        {authorLines.map((line, index) => (
          <tspan key={line} x={20} y={coverHeight - 22 - (authorLines.length - 1 - index) * 15}>
            {line}
          </tspan>
        ))}
      </text>
      {/* The hinge: where a cloth binding folds. */}
      <rect x={7} width={1.5} height={coverHeight} fill="black" opacity={0.16} />
      <rect x={8.5} width={1} height={coverHeight} fill="white" opacity={0.1} />
    </svg>
  )
}

function titleTop({ ornament, titleSize }: CoverLayout): number {
  return (ornament === 'sun' || ornament === 'initial' ? 28 : 40) + titleSize * 0.8
}

function Ornament({ layout: { ornament, nudge }, initial }: { layout: CoverLayout; initial: string }) {
  const foil = { stroke: 'var(--foil)', fill: 'none' }
  switch (ornament) {
    case 'rules':
      return (
        <g {...foil}>
          <path d="M20 26H180" strokeWidth={3} />
          <path d="M20 31H180" strokeWidth={0.8} />
          <path d={`M20 ${250 - nudge * 20}H${90 + nudge * 50}`} strokeWidth={1.2} />
        </g>
      )
    case 'frame':
      return (
        <g {...foil}>
          <rect x={13.5} y={10} width={176.5} height={280} strokeWidth={1.4} />
          <rect x={17} y={13.5} width={169.5} height={273} strokeWidth={0.6} />
          <path d={`M92 ${226 - nudge * 14}l10 -10 10 10 -10 10z`} fill="var(--foil)" stroke="none" />
        </g>
      )
    case 'sun':
      return <circle cx={70 + nudge * 80} cy={212} r={52 - nudge * 12} fill="var(--foil)" opacity={0.9} />
    case 'waves':
      return (
        <g {...foil} strokeWidth={1.6}>
          {[0, 1, 2, 3, 4].map((row) => (
            <path
              key={row}
              d={`M9.5 ${196 + row * 14}q ${12 + nudge * 8} -${9 - row} ${24 + nudge * 16} 0t ${24 + nudge * 16} 0t ${24 + nudge * 16} 0t ${24 + nudge * 16} 0t ${24 + nudge * 16} 0t ${24 + nudge * 16} 0t ${24 + nudge * 16} 0t ${24 + nudge * 16} 0`}
            />
          ))}
        </g>
      )
    case 'initial':
      return (
        <text
          x={182}
          y={262}
          textAnchor="end"
          fontSize={150 + nudge * 40}
          fontStyle="italic"
          fill="var(--foil)"
          opacity={0.55}
          style={{ fontFamily: 'var(--font-serif)' }}
        >
          {initial}
        </text>
      )
    case 'bands':
      return (
        <g fill="var(--foil)">
          <rect x={9.5} y={0} width={190.5} height={16} />
          <rect x={9.5} y={20} width={190.5} height={3} />
          <rect x={9.5} y={232 - nudge * 24} width={190.5} height={10 + nudge * 14} opacity={0.85} />
        </g>
      )
  }
}
