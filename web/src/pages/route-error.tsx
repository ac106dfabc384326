import { Link, isRouteErrorResponse, useLocation, useRevalidator, useRouteError } from 'react-router'
import { type Trouble, toTrouble } from '../api/errors.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Page, PageHeading } from '../ui/page.tsx'
import { NotFoundPage } from './not-found-page.tsx'

/** A page that could not be shown: why, and what to do. */
export function RouteError() {
  const error = useRouteError()
  const { revalidate, state } = useRevalidator()
  const location = useLocation()
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />
  const trouble = toTrouble(error)
  // An id that cannot be one was mistyped; the server's words are about the id, which the person never saw.
  if (trouble.refusal === 'input.invalid') return <NotFoundPage />
  if (trouble.kind === 'not-found' || trouble.refusal === 'catalog.isbn_invalid') {
    return <NotFoundPage title={texts.notFound.record} sentence={trouble.sentence} />
  }
  const isSignedOut = trouble.kind === 'signed-out'
  const title = isSignedOut ? texts.errors.needSignInTitle : texts.errors.title
  return (
    <Page title={title} width="reading">
      <div role="alert" className="py-20 text-center">
        <PageHeading className="font-serif text-4xl">{title}</PageHeading>
        <p className="mt-3 text-soft">{trouble.sentence}</p>
        {trouble.requestId && <p className="mt-1 text-sm text-soft">{texts.requestId(trouble.requestId)}</p>}
        <div className="mt-8">
          {isSignedOut ? (
            <Link to={paths.signIn({ next: location.pathname + location.search })} className={buttonClass('primary')}>
              {texts.nav.signIn}
            </Link>
          ) : (
            <Button look="primary" busy={state === 'loading'} onClick={() => retry(trouble, revalidate)}>
              {texts.retry}
            </Button>
          )}
        </div>
      </div>
    </Page>
  )
}

/** A page's code that did not load (a new version was put in its place) comes only with a whole reload. */
function retry({ kind, requestId }: Trouble, revalidate: () => Promise<void>): void {
  if (kind === 'fault' && requestId === null) window.location.reload()
  else void revalidate()
}
