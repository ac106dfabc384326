import { Check, ChevronRight, CircleMinus, CircleX } from 'lucide-react'
import type { CheckResult } from '../../api/shapes.ts'
import { deskTexts } from '../../texts/desk.ts'
import { Definition, Definitions } from '../../ui/definition.tsx'

const t = deskTexts.kit
const groups = ['FAILED', 'SKIPPED', 'PASSED', 'UNSPECIFIED'] as const
const marks = {
  PASSED: { Icon: Check, look: 'text-accent' },
  FAILED: { Icon: CircleX, look: 'text-danger' },
  SKIPPED: { Icon: CircleMinus, look: 'text-soft' },
  UNSPECIFIED: { Icon: CircleMinus, look: 'text-soft' },
} satisfies Record<CheckResult['state'], unknown>

/** Every check of a run, those that failed first and opened: each with its rule, what was sent, and what to do. The others fold away when the run is over. */
export function CheckList({ results, isRunning }: { results: readonly CheckResult[]; isRunning: boolean }) {
  return (
    <div className="space-y-2">
      {groups.map((state) => {
        const group = results.filter((result) => result.state === state)
        return (
          group.length > 0 && (
            <details key={state} open={state === 'FAILED' || isRunning} className="group/fold">
              <summary className="flex min-h-touch items-center gap-2 font-medium">
                <ChevronRight aria-hidden className="size-4.5 transition-transform group-open/fold:rotate-90" />
                <h3>{t.states[state]}</h3> <span className="price text-soft">{group.length}</span>
              </summary>
              <ul className="divide-y divide-line border-y border-line">
                {group.map((result) => (
                  <Row key={result.check} result={result} />
                ))}
              </ul>
            </details>
          )
        )
      })}
    </div>
  )
}

function Row({ result }: { result: CheckResult }) {
  const { check, rule, required, state, elapsedMs } = result
  const { Icon, look } = marks[state]
  return (
    <li>
      <details open={state === 'FAILED'} className="group py-1">
        <summary className="flex min-h-touch items-start gap-2.5 rounded-md py-2 marker:content-none hover:bg-sunk">
          <Icon aria-hidden className={`mt-0.5 size-4.5 shrink-0 ${look}`} />
          <span className="sr-only">{t.states[state]}: </span>
          <span className="min-w-0 flex-1">
            <span className="block font-mono text-sm wrap-anywhere">{check}</span>
            <span className="block text-[0.9375rem] text-soft">{rule}</span>
          </span>
          <span className="price shrink-0 text-right text-sm text-soft">
            {t.took(Math.round(elapsedMs).toLocaleString())}
            {!required && <span className="block">{t.optional}</span>}
          </span>
        </summary>
        <div className="pb-3 pl-7">
          <Evidence result={result} />
        </div>
      </details>
    </li>
  )
}

function Evidence({ result: { state, sent, expected, received, detail } }: { result: CheckResult }) {
  return (
    <Definitions>
      {detail && <Definition name={state === 'FAILED' ? t.todo : t.why}>{detail}</Definition>}
      {expected && <Definition name={t.expected}>{expected}</Definition>}
      {received && <Definition name={t.received}>{code(received)}</Definition>}
      {sent && <Definition name={t.sent}>{code(sent)}</Definition>}
    </Definitions>
  )
}

function code(text: string) {
  return <span className="font-mono text-sm whitespace-pre-wrap">{text}</span>
}
