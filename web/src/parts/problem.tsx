import { Link, useLocation } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/**
 * Why something could not be shown or done; nothing without an error. Whoever is signed out is led to sign in, and comes back here. `onRetry` where
 * asking again may help; `signedOut` where there is more to say to them than that they are.
 */
export function Problem({
  error,
  onRetry,
  signedOut,
}: {
  error: unknown
  onRetry?: (() => unknown) | undefined
  signedOut?: string
}) {
  const { pathname, search } = useLocation()
  if (!error) return null
  const { kind, sentence } = toTrouble(error)
  if (kind === 'signed-out') {
    const signIn = (
      <Link to={paths.signIn({ next: pathname + search })} className={buttonClass('primary')}>
        {texts.nav.signIn}
      </Link>
    )
    return (
      <Notice announce action={signIn}>
        {signedOut ?? sentence}
      </Notice>
    )
  }
  const action = onRetry && <Button onClick={() => void onRetry()}>{texts.retry}</Button>
  return (
    <Notice tone="danger" announce action={action}>
      {sentence}
    </Notice>
  )
}
