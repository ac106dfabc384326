import { useQuery } from '@tanstack/react-query'
import { toTrouble } from '../../api/errors.ts'
import { trpc } from '../../api/trpc.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PaymentChoice } from './choices.tsx'

/** How to pay, for somebody who is signed in. */
export function PaymentRow({
  value,
  error,
  onChange,
}: {
  value: string | null
  error: string | undefined
  onChange: (id: string) => void
}) {
  const payments = useQuery(trpc.accounts.paymentMethods.queryOptions())
  if (payments.isError)
    return (
      <Notice tone="danger" action={<Button onClick={() => void payments.refetch()}>{texts.retry}</Button>}>
        {toTrouble(payments.error).sentence}
      </Notice>
    )
  return (
    <PaymentChoice
      methods={payments.data?.methods ?? []}
      isSandbox={payments.data?.provider === 'sandbox'}
      value={value}
      error={error}
      onChange={onChange}
    />
  )
}
