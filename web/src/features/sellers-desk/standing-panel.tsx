import type { Standing } from '../../api/shapes.ts'
import { deskTexts } from '../../texts/desk.ts'
import { formatShare } from './basis-points.ts'

const t = deskTexts.standing
const kinds = [
  { kind: 'kept', look: 'bg-accent' },
  { kind: 'soldOut', look: 'bg-caution' },
  { kind: 'priceRaised', look: 'bg-danger' },
  { kind: 'cancelled', look: 'bg-line-strong' },
  { kind: 'notAsQuoted', look: 'bg-ink' },
] as const

/** What was promised and kept: the share, a bar, and how many orders of each kind. */
export function StandingPanel({ standing }: { standing: Standing | null }) {
  return (
    <section aria-labelledby="standing-title" className="rounded-lg border border-line bg-raised p-5">
      <h2 id="standing-title" className="font-serif text-2xl">
        {t.title}
      </h2>
      {standing && standing.placed > 0 ? <Figures standing={standing} /> : <p className="mt-2 text-soft">{t.none}</p>}
    </section>
  )
}

function Figures({ standing }: { standing: Standing }) {
  const { placed, kept, keptBasisPoints, failureBasisPoints } = standing
  return (
    <>
      <p className="price mt-2 font-serif text-5xl">{formatShare(keptBasisPoints)}</p>
      <div role="img" aria-label={t.bar(kept, placed)} className="mt-3 flex h-2.5 gap-0.5 overflow-hidden rounded-full">
        {kinds.map(({ kind, look }) => (
          <span key={kind} className={look} style={{ flexGrow: standing[kind], flexBasis: 0 }} />
        ))}
      </div>
      <dl className="mt-4 grid grid-cols-[auto_1fr_auto] items-center gap-x-2.5 gap-y-1.5 text-[0.9375rem]">
        {kinds.map(({ kind, look }) => (
          <div key={kind} className="contents">
            <span aria-hidden className={`size-2.5 rounded-full ${look}`} />
            <dt className="text-soft">{t.kinds[kind]}</dt>
            <dd className="price text-right">{standing[kind].toLocaleString()}</dd>
          </div>
        ))}
      </dl>
      {failureBasisPoints > 0 && <p className="mt-3 text-[0.9375rem]">{t.failures(formatShare(failureBasisPoints))}</p>}
      <p className="mt-3 text-sm text-soft">{t.lead}</p>
    </>
  )
}
