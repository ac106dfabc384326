// The address book of who is signed in.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SavedAddress } from '../api/shapes.ts'
import { trpc } from '../api/trpc.ts'
import { AddressForm } from '../features/addresses/address-form.tsx'
import { AddressList } from '../features/addresses/address-list.tsx'
import { Problem } from '../parts/problem.tsx'
import { texts } from '../texts.ts'
import { addressTexts } from '../texts/addresses.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = addressTexts

export function Component() {
  const { data, error, isPending, refetch } = useQuery(trpc.addresses.list.queryOptions())
  return (
    <Page title={t.title} heading={t.title} width="reading">
      <p className="mb-6 text-soft">{t.lead}</p>
      <Problem error={error} onRetry={refetch} />
      {isPending && (
        <div aria-busy="true" className="space-y-4">
          <span className="sr-only">{texts.loading}</span>
          <Skeleton className="h-20 w-full" />
          <Skeleton className="h-20 w-full" />
        </div>
      )}
      {data && <Book addresses={data.addresses} />}
    </Page>
  )
}

function Book({ addresses }: { addresses: readonly SavedAddress[] }) {
  const [editing, setEditing] = useState<SavedAddress | 'new' | null>(null)
  const [said, setSaid] = useState('')
  const add = (
    <Button look="primary" onClick={() => setEditing('new')}>
      {t.add}
    </Button>
  )

  function onSaved() {
    setEditing(null)
    setSaid(t.saved)
  }

  return (
    <div className="space-y-6">
      <Announcer message={said} />
      {addresses.length > 0 && (
        <AddressList addresses={addresses} onEdit={setEditing} onRemoved={() => setSaid(t.removed)} />
      )}
      {editing !== null && (
        <AddressForm
          key={editing === 'new' ? 'new' : editing.id}
          known={editing === 'new' ? null : editing}
          onSaved={onSaved}
          onCancel={() => setEditing(null)}
        />
      )}
      {editing === null && addresses.length > 0 && add}
      {editing === null && addresses.length === 0 && (
        <Empty title={t.emptyTitle} action={add}>
          {t.emptyText}
        </Empty>
      )}
    </div>
  )
}
