import { Link, Navigate, useNavigate, useSearchParams } from 'react-router'
import { signIn, signUp } from '../api/auth.ts'
import { sessionChanged, useMe } from '../api/session.ts'
import { AuthForm } from '../features/account/auth-form.tsx'
import { paths, patterns, safeNext } from '../paths.ts'
import { texts } from '../texts.ts'
import { Page } from '../ui/page.tsx'

const t = texts.auth

export function SignInPage() {
  const { next, isSignedIn, onDone } = useNext()
  if (isSignedIn) return <Navigate to={next} replace />
  return (
    <Page title={t.signIn} heading={t.signInTitle} width="reading">
      <div className="max-w-md">
        <Lead text={t.signInLead} next={next} />
        <AuthForm kind="sign-in" send={signIn} onDone={onDone} />
        <p className="mt-6 text-soft">
          {t.toSignUp}{' '}
          <Link to={paths.signUp(nextParam(next))} className="text-accent underline underline-offset-4">
            {t.toSignUpLink}
          </Link>
        </p>
      </div>
    </Page>
  )
}

export function SignUpPage() {
  const { next, isSignedIn, onDone } = useNext()
  if (isSignedIn) return <Navigate to={next} replace />
  return (
    <Page title={t.signUp} heading={t.signUpTitle} width="reading">
      <div className="max-w-md">
        <Lead text={t.signUpLead} next={next} />
        <AuthForm kind="sign-up" send={signUp} onDone={onDone} />
        <p className="mt-6 text-soft">
          {t.toSignIn}{' '}
          <Link to={paths.signIn(nextParam(next))} className="text-accent underline underline-offset-4">
            {t.toSignInLink}
          </Link>
        </p>
      </div>
    </Page>
  )
}

function Lead({ text, next }: { text: string; next: string }) {
  return (
    <p className="mb-6 text-soft">
      {text} {next.startsWith('/book/') && t.kept}
    </p>
  )
}

/** Where to go afterwards: the page that sent the person here, never another site. */
function useNext() {
  const me = useMe()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const next = safeNext(params.get('next'))
  async function onDone() {
    await sessionChanged()
    await navigate(next, { replace: true })
  }
  return { next, isSignedIn: Boolean(me), onDone }
}

function nextParam(next: string): { next?: string } {
  return next === patterns.home ? {} : { next }
}
