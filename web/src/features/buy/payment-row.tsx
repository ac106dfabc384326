import { useQuery } from '@tanstack/react-query'
import { toTrouble } from '../../api/errors.ts'
import { trpc } from '../../api/trpc.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { PaymentChoice, PaymentRadios } from './choices.tsx'

/** How to pay, for somebody who is signed in: folded to one line where something else matters more, or all in sight. */
export function PaymentRow({
  value,
  error,
  isFolded = true,
  onChange,
}: {
  value: string | null
  error: string | undefined
  isFolded?: boolean
  onChange: (id: string) => void
}) {
  const payments = useQuery(trpc.accounts.paymentMethods.queryOptions())
  if (payments.isError)
    return (
      <Notice tone="danger" action={<Button onClick={() => void payments.refetch()}>{texts.retry}</Button>}>
        {toTrouble(payments.error).sentence}
      </Notice>
    )
  if (!payments.data && !isFolded) return <Skeleton className="h-80 w-full" />
  const Choice = isFolded ? PaymentChoice : PaymentRadios
  return (
    <Choice
      methods={payments.data?.methods ?? []}
      isSandbox={payments.data?.provider === 'sandbox'}
      value={value}
      error={error}
      onChange={onChange}
    />
  )
}
