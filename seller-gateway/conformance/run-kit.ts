// Runs the checks against a seller, one after the other, and cleans up behind them.
import type { onboarding } from '@quire/proto'
import { toDuration } from '@quire/proto/time'
import { CheckFailed, NotApplicable, NotMade } from './check.ts'
import type { Check, Need } from './check.ts'
import { checks } from './checks/index.ts'
import { bookOnOffer, closingChecks } from './checks/run.ts'
import { toSettings } from './options.ts'
import type { KitOptions } from './options.ts'
import { Session } from './session.ts'
import type { Subject } from './subject.ts'
import { Trial } from './trial.ts'

/** As quire.onboarding.v1.CheckResult. */
export type CheckResult = onboarding.CheckResult__Output

/** Every check there is, in the order of a run. */
export const allChecks: readonly Check[] = [bookOnOffer, ...checks, ...closingChecks]

/**
 * Makes the chosen checks and yields each as it ends. Whatever was ordered is cancelled, also when the caller stops reading or a check breaks.
 * Failing checks are results; only a wrong option throws (RangeError, naming it).
 */
export async function* runKit(subject: Subject, options: KitOptions): AsyncGenerator<CheckResult, void, undefined> {
  const settings = toSettings(options)
  const isChosen = toChoice(settings.checks)
  if (settings.isbns.length === 0) throw new RangeError('isbns: at least one test book is needed')
  const session = new Session(subject, settings)
  const isTold = (result: CheckResult) => isChosen(result.check) || result.state === 'CHECK_STATE_FAILED'
  try {
    const first = await make(bookOnOffer, session)
    if (isTold(first)) yield first
    for (const check of checks) if (isChosen(check.name)) yield await make(check, session)
  } finally {
    await session.cancel(session.standing())
  }
  for (const check of closingChecks) {
    const last = await make(check, session)
    if (isTold(last)) yield last
  }
}

function toChoice(names: readonly string[]): (name: string) => boolean {
  const unknown = names.find((name) => !allChecks.some((check) => check.name === name))
  if (unknown !== undefined) throw new RangeError(`checks: there is no check ${unknown}`)
  return (name) => names.length === 0 || names.includes(name)
}

async function make(check: Check, session: Session): Promise<CheckResult> {
  const trial = new Trial(session)
  const began = performance.now()
  const end = await judge(check, trial)
  await trial.end()
  if (end.isNotMade && check.required) session.notMade.push(check.name)
  const { name, rule, required } = check
  return {
    check: name,
    rule,
    required,
    state: `CHECK_STATE_${end.state}`,
    sent: toPlain(trial.sent),
    expected: end.expected ?? check.expected,
    received: toPlain(end.received ?? trial.received),
    detail: end.detail ?? '',
    elapsed: toDuration(performance.now() - began),
  }
}

// Words of a seller, as a report shows and keeps them: no control characters that a terminal would obey, and no book.
const longest = 2_000

function toPlain(text: string): string {
  const plain = text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\u00b7')
  return plain.length > longest ? `${plain.slice(0, longest)} …` : plain
}

interface Verdict {
  state: 'PASSED' | 'FAILED' | 'SKIPPED'
  expected?: string | undefined
  received?: string
  detail?: string
  isNotMade?: boolean
}

async function judge(check: Check, trial: Trial): Promise<Verdict> {
  const { session } = trial
  const isClosing = closingChecks.includes(check)
  const skipped = (detail: string, isNotMade: boolean): Verdict => ({ state: 'SKIPPED', detail, isNotMade })
  try {
    if (session.signal.aborted && !isClosing) return skipped(whyOver(session), true)
    for (const need of check.needs) mustHave(need, session)
    await check.run(trial)
    return { state: 'PASSED' }
  } catch (error) {
    if (error instanceof NotApplicable) return skipped(`Does not apply: ${error.message}.`, false)
    if (session.signal.aborted && !isClosing) return skipped(whyOver(session), true)
    if (error instanceof NotMade) return skipped(error.message, true)
    if (error instanceof CheckFailed)
      return { state: 'FAILED', expected: error.expected, received: error.message, detail: check.advice }
    return { state: 'FAILED', received: `the check broke: ${String(error)}`, detail: check.advice }
  }
}

function mustHave(need: Need, { subject, settings }: Session): void {
  const { can } = subject
  const has: Record<Need, [boolean, string]> = {
    orders: [can.order, 'this seller takes no orders'],
    cancels: [can.cancel, 'this seller cancels nothing'],
    'looks-up': [can.lookUp, 'this seller finds no order by our reference'],
    replays: [can.replayOrders, 'this seller does not answer a repeated order with the first'],
    'live-prices': [subject.pricesFrom === 'asking', 'its prices come from a list'],
    grpc: [subject.grpc !== null, 'this seller does not speak quire.seller.v1'],
  }
  const [isThere, why] = has[need]
  if (!isThere) throw new NotApplicable(why)
  if (need === 'orders' && !can.cancel && !settings.mayLeaveOrders)
    throw new NotMade('This seller cancels nothing: orders of the kit would stand. Allow that, or they are not made.')
}

function whyOver({ settings }: Session): string {
  return settings.signal?.aborted
    ? 'The run was ended before this check was made.'
    : `The ${settings.timeLimitMs / 1000} s of the run were over.`
}
