import { useState } from 'react'
import { Link } from 'react-router'
import { useMe } from '../api/session.ts'
import type { DeskSeller } from '../api/shapes.ts'
import { KeyOnce } from '../features/sellers-desk/key-once.tsx'
import { RegisterForm } from '../features/sellers-desk/register-form.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { deskTexts } from '../texts/desk.ts'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

const t = deskTexts

/** Registers a seller, and shows its first key this once. */
export function Component() {
  const me = useMe()
  const [done, setDone] = useState<{ seller: DeskSeller; apiKey: string | null } | null>(null)
  if (done) return <Registered {...done} />
  return (
    <Page title={t.form.title} heading={t.form.title} width="reading">
      <p className="mb-8 text-soft">{t.form.lead}</p>
      {me === null && (
        <Notice
          announce
          action={
            <Link to={paths.signIn({ next: paths.deskRegister() })} className={buttonClass('primary')}>
              {texts.nav.signIn}
            </Link>
          }
        >
          {texts.errors.signedOut}
        </Notice>
      )}
      {me && <RegisterForm contactEmail={me.email} onRegistered={(seller, apiKey) => setDone({ seller, apiKey })} />}
    </Page>
  )
}

function Registered({ seller: { sellerId, profile }, apiKey }: { seller: DeskSeller; apiKey: string | null }) {
  const title = t.registered.title(profile.name)
  return (
    <Page title={title} heading={title} width="reading">
      <p className="mb-6 text-soft">
        {apiKey === null && t.registered.noKey} {t.registered.text}
      </p>
      {apiKey !== null && <KeyOnce apiKey={apiKey} />}
      <Link
        to={paths.deskSeller({ id: sellerId })}
        className={buttonClass(apiKey === null ? 'primary' : 'plain', 'mt-6')}
      >
        {t.registered.next}
      </Link>
    </Page>
  )
}
