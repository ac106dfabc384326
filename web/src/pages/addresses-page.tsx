// The address book of who is signed in.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import type { SavedAddress } from '../api/shapes.ts'
import { trpc } from '../api/trpc.ts'
import { AddressForm } from '../features/addresses/address-form.tsx'
import { AddressList } from '../features/addresses/address-list.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { addressTexts } from '../texts/addresses.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = addressTexts

export function Component() {
  const { data, error, isPending, refetch } = useQuery(trpc.addresses.list.queryOptions())
  return (
    <Page title={t.title} heading={t.title} width="reading">
      <p className="mb-6 text-soft">{t.lead}</p>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
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

function Problem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { pathname } = useLocation()
  const { kind, sentence } = toTrouble(error)
  const isSignedOut = kind === 'signed-out'
  const action = isSignedOut ? (
    <Link to={paths.signIn({ next: pathname })} className={buttonClass('primary')}>
      {texts.nav.signIn}
    </Link>
  ) : (
    <Button onClick={onRetry}>{texts.retry}</Button>
  )
  return (
    <Notice tone={isSignedOut ? 'info' : 'danger'} announce action={action}>
      {sentence}
    </Notice>
  )
}
