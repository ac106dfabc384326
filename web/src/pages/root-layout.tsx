import { WifiOff } from 'lucide-react'
import { Link, Outlet, ScrollRestoration, useLocation, useNavigation, useSearchParams } from 'react-router'
import { AccountNav } from '../features/account/account-nav.tsx'
import { ThemeChoice } from '../features/account/theme-choice.tsx'
import { CartLink } from '../features/cart/cart-link.tsx'
import { SearchBox } from '../features/search/search-box.tsx'
import { useMe } from '../api/session.ts'
import { useOnline } from '../local/online.ts'
import { paths, patterns } from '../paths.ts'
import { texts } from '../texts.ts'

/** The frame of every page: the name, the search box (except at home, where it is the page), the account, the footer. */
export function RootLayout() {
  const { pathname } = useLocation()
  const [params] = useSearchParams()
  const me = useMe()
  const isHome = pathname === patterns.home
  const query = pathname === patterns.search ? (params.get('q') ?? '') : ''
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only z-30 rounded-md bg-accent px-4 py-3 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {texts.skipToContent}
      </a>
      <Progress />
      <header className="border-b border-line">
        <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-1 gap-y-2 px-4 py-2.5 sm:gap-x-6 sm:px-6">
          <Link
            to={paths.home()}
            aria-label={texts.nav.home}
            className="flex min-h-touch items-center gap-2.5 font-serif text-2xl tracking-tight"
          >
            <Mark /> <span className={me ? 'max-sm:sr-only' : ''}>{texts.appName}</span>
          </Link>
          {!isHome && (
            <div className="order-last w-full pb-1 sm:order-none sm:w-auto sm:max-w-md sm:flex-1 sm:pb-0">
              <SearchBox key={query} initial={query} />
            </div>
          )}
          <div className="ml-auto flex items-center">
            <CartLink />
            <AccountNav />
          </div>
        </div>
      </header>
      <OfflineBanner />
      <main id="content" className="flex-1">
        <Outlet />
      </main>
      <footer className="border-t border-line">
        <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-4 px-4 py-5 text-sm text-soft sm:px-6">
          <p>{texts.footer}</p>
          <Link to={paths.desk()} className="flex min-h-touch items-center underline-offset-4 hover:underline">
            {texts.nav.desk}
          </Link>
          {me && (
            <>
              <Link to={paths.library()} className="flex min-h-touch items-center underline-offset-4 hover:underline">
                {texts.nav.library}
              </Link>
              <Link to={paths.addresses()} className="flex min-h-touch items-center underline-offset-4 hover:underline">
                {texts.nav.addresses}
              </Link>
              <Link to={paths.mail()} className="flex min-h-touch items-center underline-offset-4 hover:underline">
                {texts.nav.mail}
              </Link>
            </>
          )}
          <ThemeChoice />
        </div>
      </footer>
      <ScrollRestoration />
    </div>
  )
}

/** Two folded sheets seen from above the spine: a quire. */
function Mark() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      className="size-7 text-accent"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinejoin="round"
    >
      <path d="M12 20.5V7.5L3 5v13z" />
      <path d="M12 20.5V7.5L21 5v13z" />
      <path d="M5.5 3.2 12 5l6.5-1.800" />
    </svg>
  )
}

function Progress() {
  const isBusy = useNavigation().state !== 'idle'
  return <div aria-hidden className={`fixed inset-x-0 top-0 z-30 h-0.5 bg-accent ${isBusy ? 'working' : 'hidden'}`} />
}

function OfflineBanner() {
  const isOnline = useOnline()
  return (
    <div role="status">
      {!isOnline && (
        <p className="flex items-center justify-center gap-2 bg-caution-wash px-4 py-2 text-sm">
          <WifiOff aria-hidden className="size-4 shrink-0 text-caution" /> {texts.offlineBanner}
        </p>
      )}
    </div>
  )
}
