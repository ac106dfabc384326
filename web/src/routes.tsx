// The whole app on one screen: which address shows which page. Pages are loaded when they are first visited.
import { createBrowserRouter } from 'react-router'
import { RootLayout } from './pages/root-layout.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { RouteError } from './pages/route-error.tsx'
import * as searchPage from './pages/search-page.tsx'
import { WaitingPage } from './pages/waiting-page.tsx'
import { patterns } from './paths.ts'

export const router = createBrowserRouter([
  { path: patterns.reader, ErrorBoundary: RouteError, lazy: () => import('./pages/reader-page.tsx') },
  {
    Component: RootLayout,
    ErrorBoundary: RouteError,
    HydrateFallback: WaitingPage,
    children: [
      {
        ErrorBoundary: RouteError, // within the layout, so that the search box stays at hand
        children: [
          { path: patterns.home, Component: searchPage.HomePage },
          { path: patterns.search, Component: searchPage.SearchPage },
          { path: patterns.book, lazy: () => import('./pages/book-page.tsx') },
          { path: patterns.purchase, lazy: () => import('./pages/purchase-page.tsx') },
          { path: patterns.orders, lazy: () => import('./pages/orders-page.tsx') },
          { path: patterns.order, lazy: () => import('./pages/order-page.tsx') },
          { path: patterns.cart, lazy: () => import('./pages/cart-page.tsx') },
          { path: patterns.checkout, lazy: () => import('./pages/checkout-page.tsx') },
          { path: patterns.checkoutDone, lazy: () => import('./pages/checkout-done-page.tsx') },
          { path: patterns.addresses, lazy: () => import('./pages/addresses-page.tsx') },
          { path: patterns.mail, lazy: () => import('./pages/mail-page.tsx') },
          { path: patterns.messages, lazy: () => import('./pages/messages-page.tsx') },
          { path: patterns.watches, lazy: () => import('./pages/watches-page.tsx') },
          { path: patterns.watch, lazy: () => import('./pages/watch-page.tsx') },
          { path: patterns.library, lazy: () => import('./pages/library-page.tsx') },
          { path: patterns.desk, lazy: () => import('./pages/sellers-desk-page.tsx') },
          { path: patterns.deskRegister, lazy: () => import('./pages/register-seller-page.tsx') },
          { path: patterns.deskSeller, lazy: () => import('./pages/desk-seller-page.tsx') },
          { path: patterns.ops, lazy: () => import('./pages/ops-page.tsx') },
          { path: patterns.opsJobs, lazy: () => import('./pages/ops-jobs-page.tsx') },
          { path: patterns.opsCases, lazy: () => import('./pages/ops-cases-page.tsx') },
          { path: patterns.opsPurchase, lazy: () => import('./pages/ops-purchase-page.tsx') },
          { path: patterns.opsCheckouts, lazy: () => import('./pages/ops-checkouts-page.tsx') },
          { path: patterns.opsCheckout, lazy: () => import('./pages/ops-checkout-page.tsx') },
          { path: patterns.opsEbooks, lazy: () => import('./pages/ops-ebooks-page.tsx') },
          { path: patterns.opsEbook, lazy: () => import('./pages/ops-ebook-page.tsx') },
          { path: patterns.staffStock, lazy: () => import('./pages/stock-page.tsx') },
          { path: patterns.staffImports, lazy: () => import('./pages/imports-page.tsx') },
          { path: patterns.staffOrders, lazy: () => import('./pages/staff-orders-page.tsx') },
          { path: patterns.staffRefunds, lazy: () => import('./pages/staff-refunds-page.tsx') },
          { path: patterns.staffRates, lazy: () => import('./pages/staff-rates-page.tsx') },
          {
            path: patterns.signIn,
            lazy: async () => ({ Component: (await import('./pages/sign-in-page.tsx')).SignInPage }),
          },
          {
            path: patterns.signUp,
            lazy: async () => ({ Component: (await import('./pages/sign-in-page.tsx')).SignUpPage }),
          },
          { path: '*', Component: NotFoundPage },
        ],
      },
    ],
  },
])
