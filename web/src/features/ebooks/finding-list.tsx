import { ebookTexts } from '../../texts/ebooks.ts'
import type { Finding } from './send-epub.ts'

const t = ebookTexts.findings
const tones = { fatal: 'text-danger', error: 'text-danger', warning: 'text-caution' }

/** What the checker found, the worst first, each with its place in the file; nothing when it found nothing. */
export function FindingList({ findings, isTaken }: { findings: readonly Finding[]; isTaken: boolean }) {
  if (findings.length === 0) return null
  return (
    <section aria-labelledby="findings-title">
      <h3 id="findings-title" className="font-medium">
        {t.title(findings.length)}
      </h3>
      <p className="text-sm text-soft">{isTaken ? t.takenWith : t.refusedFor}</p>
      <ul className="mt-2 divide-y divide-line border-y border-line text-sm">
        {findings.map(({ id, severity, say, place }, index) => (
          <li key={index} className="py-2.5">
            <p className="wrap-anywhere">
              <span className={`font-medium ${tones[severity]}`}>{t.severities[severity]}:</span> {say}
            </p>
            <p className="font-mono text-[0.8125rem] wrap-anywhere text-soft">
              {place ? t.place(place.path, place.line, place.column) : t.whole} · {id}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
