import { useState } from 'react'
import type { DeskSeller } from '../../api/shapes.ts'
import { deskTexts } from '../../texts/desk.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Definition, Definitions } from '../../ui/definition.tsx'
import { TermsForm } from './terms-form.tsx'

const t = deskTexts.terms
const f = deskTexts.form

/** What the seller says of itself and how it is reached; to be changed in place. */
export function TermsPanel({ seller }: { seller: DeskSeller }) {
  const [isOpen, setOpen] = useState(false)
  const [isSaved, setSaved] = useState(false)
  return (
    <section aria-labelledby="terms-title">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id="terms-title" className="font-serif text-2xl">
          {t.title}
        </h2>
        {!isOpen && <Button onClick={() => setOpen(true)}>{t.edit}</Button>}
      </div>
      {isOpen ? (
        <TermsForm
          seller={seller}
          onClose={(hasSaved) => {
            setOpen(false)
            setSaved(hasSaved)
          }}
        />
      ) : (
        <Terms seller={seller} />
      )}
      <Announcer message={isSaved && !isOpen ? t.saved : ''} />
    </section>
  )
}

function Terms({ seller: { profile, connection } }: { seller: DeskSeller }) {
  const { notFoundFinalAfterMs: final, testIsbn13s, certificateFingerprints: certificates } = profile
  const ms = (value: number) => `${value.toLocaleString()} ms`
  return (
    <Definitions>
      <Definition name={f.name}>{profile.name}</Definition>
      <Definition name={f.contactEmail}>{profile.contactEmail}</Definition>
      <Definition name={f.currencies}>{profile.currencies.join(', ')}</Definition>
      {connection?.kind === 'grpc' && (
        <Definition name={f.address}>
          {f.kinds.grpc.name}, {connection.address}
        </Definition>
      )}
      {connection?.kind === 'rest' && (
        <Definition name={f.baseUrl}>
          {f.kinds.rest.name}, {connection.baseUrl}
        </Definition>
      )}
      <Definition name={f.requestsPerSecond}>{profile.requestsPerSecond.toLocaleString()}</Definition>
      <Definition name={f.concurrentCalls}>{profile.concurrentCalls.toLocaleString()}</Definition>
      <Definition name={f.quoteTimeoutMs}>{ms(profile.quoteTimeoutMs)}</Definition>
      <Definition name={f.orderTimeoutMs}>{ms(profile.orderTimeoutMs)}</Definition>
      {final !== null && <Definition name={f.notFoundFinal}>{(final / 1000).toLocaleString()} s</Definition>}
      <Definition name={f.testIsbn13s}>{testIsbn13s.join(', ')}</Definition>
      {certificates.length > 0 && <Definition name={f.certificates}>{certificates.join(', ')}</Definition>}
    </Definitions>
  )
}
