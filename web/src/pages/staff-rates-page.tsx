import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { toTrouble } from '../api/errors.ts'
import { trpc } from '../api/trpc.ts'
import { RatesForm } from '../features/rates/rates-form.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { texts } from '../texts.ts'
import { ratesTexts } from '../texts/rates.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

const t = ratesTexts

/** For staff: what delivery of our own copies costs and which tax is added. */
export function Component() {
  return (
    <Page title={t.title} heading={t.title}>
      <StaffFrame>
        <p className="mb-8 max-w-reading text-soft">{t.lead}</p>
        <Rates />
      </StaffFrame>
    </Page>
  )
}

function Rates() {
  // Not asked again behind somebody's back: what is typed belongs to what was looked at.
  const { data, error, isPending, refetch } = useQuery(trpc.rates.get.queryOptions(undefined, { staleTime: Infinity }))
  const [looks, setLooks] = useState(0)
  if (isPending) return <p aria-busy="true">{texts.loading}</p>
  if (!data)
    return (
      <Notice tone="danger" announce action={<Button onClick={() => void refetch()}>{texts.retry}</Button>}>
        {toTrouble(error).sentence}
      </Notice>
    )
  const lookAgain = () => void refetch().then(() => setLooks((before) => before + 1))
  return <RatesForm key={looks} rates={data} onLookAgain={lookAgain} />
}
