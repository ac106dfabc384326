// What a shopper fills in to ask for money back → what is sent, or what is wrong where. Pure.
import type { Order, RefundRequest } from '../../api/shapes.ts'
import { fractionDigits } from '../../ui/format.ts'

export interface RefundDraft {
  reason: RefundRequest['reason'] | ''
  comment: string
  /** By line: whether it is asked back, and how much, as typed. */
  lines: Record<number, { isChosen: boolean; amount: string }>
}

export type AmountProblem = 'not_a_number' | 'too_precise' | 'zero' | 'too_much'

export interface DraftProblems {
  reason?: 'reason'
  lines?: 'nothing'
  amounts: Record<number, AmountProblem>
}

type Line = Order['lines'][number]

/** The request that the draft stands for, without its key; or what is wrong with it. */
export function readDraft(
  { reason, comment, lines }: RefundDraft,
  order: Pick<Order, 'id' | 'lines'>,
): { ok: true; request: Omit<RefundRequest, 'key'> } | { ok: false; problems: DraftProblems } {
  const problems: DraftProblems = { amounts: {} }
  const chosen: NonNullable<RefundRequest['lines']> = []
  for (const line of order.lines) {
    const typed = lines[line.line]
    if (!typed?.isChosen) continue
    const amount = readAmount(typed.amount, line)
    if (typeof amount === 'string') problems.amounts[line.line] = amount
    else chosen.push({ line: line.line, amount: { currency: line.refundable.currency, minor: amount } })
  }
  if (reason === '') problems.reason = 'reason'
  if (chosen.length === 0 && Object.keys(problems.amounts).length === 0) problems.lines = 'nothing'
  const isWrong = reason === '' || problems.lines !== undefined || Object.keys(problems.amounts).length > 0
  if (isWrong) return { ok: false, problems }
  const text = comment.trim()
  return { ok: true, request: { orderId: order.id, reason, lines: chosen, ...(text && { comment: text }) } }
}

function readAmount(text: string, { refundable }: Line): number | AmountProblem {
  const digits = fractionDigits(refundable.currency)
  const [, whole = '', fraction = ''] = /^\s*(\d{1,9})(?:[.,](\d+))?\s*$/.exec(text) ?? []
  if (whole === '') return 'not_a_number'
  if (fraction.length > digits) return 'too_precise'
  const minor = Number(whole + fraction.padEnd(digits, '0'))
  if (minor === 0) return 'zero'
  return minor > refundable.minor ? 'too_much' : minor
}
