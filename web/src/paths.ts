// Every address of the app, built in one place. paths.test.ts holds them still: people keep links.

export const patterns = {
  home: '/',
  search: '/search',
  book: '/book/:isbn',
  purchase: '/purchases/:purchaseId',
  orders: '/orders',
  order: '/orders/:orderId',
  cart: '/cart',
  checkout: '/checkout',
  checkoutDone: '/checkouts/:checkoutId', // the bank sends people back here
  addresses: '/account/addresses',
  mail: '/account/mail',
  messages: '/messages',
  watches: '/watches',
  watch: '/watches/:watchId',
  library: '/library',
  reader: '/library/:isbn/read',
  desk: '/desk',
  deskRegister: '/desk/register',
  deskSeller: '/desk/sellers/:sellerId',
  ops: '/ops', // the server has the queues' dashboard at /ops/queues
  opsJobs: '/ops/jobs',
  opsCases: '/ops/cases',
  opsPurchase: '/ops/purchases/:purchaseId',
  opsCheckouts: '/ops/checkouts',
  opsCheckout: '/ops/checkouts/:checkoutId',
  opsEbooks: '/ops/ebooks',
  opsEbook: '/ops/ebooks/:isbn',
  staffStock: '/staff/stock',
  staffImports: '/staff/imports',
  staffOrders: '/staff/orders',
  staffRefunds: '/staff/refunds',
  staffRates: '/staff/rates',
  signIn: '/sign-in',
  signUp: '/sign-up',
} as const

export const paths = {
  home: () => patterns.home,
  search: (params: URLSearchParams | { q: string }) =>
    `${patterns.search}?${params instanceof URLSearchParams ? params : new URLSearchParams(params)}`,
  /** `max` pre-fills the maximum with a typed amount, for "raise my maximum"; `watch` opens the form that waits for that price. */
  book: ({ isbn, max, watch }: { isbn: string; max?: string; watch?: string }) =>
    withQuery(`/book/${encodeURIComponent(isbn)}`, { max, watch }),
  purchase: ({ id }: { id: string }) => `/purchases/${encodeURIComponent(id)}`,
  orders: () => patterns.orders,
  order: ({ id }: { id: string }) => `/orders/${encodeURIComponent(id)}`,
  cart: () => patterns.cart,
  checkout: () => patterns.checkout,
  checkoutDone: ({ id }: { id: string }) => `/checkouts/${encodeURIComponent(id)}`,
  addresses: () => patterns.addresses,
  mail: () => patterns.mail,
  messages: () => patterns.messages,
  watches: () => patterns.watches,
  watch: ({ id }: { id: string }) => `/watches/${encodeURIComponent(id)}`,
  library: () => patterns.library,
  reader: ({ isbn }: { isbn: string }) => `/library/${encodeURIComponent(isbn)}/read`,
  desk: () => patterns.desk,
  deskRegister: () => patterns.deskRegister,
  deskSeller: ({ id }: { id: string }) => `/desk/sellers/${encodeURIComponent(id)}`,
  ops: () => patterns.ops,
  opsJobs: () => patterns.opsJobs,
  opsCases: () => patterns.opsCases,
  opsPurchase: ({ id }: { id: string }) => `/ops/purchases/${encodeURIComponent(id)}`,
  opsCheckouts: () => patterns.opsCheckouts,
  opsCheckout: ({ id }: { id: string }) => `/ops/checkouts/${encodeURIComponent(id)}`,
  opsEbooks: () => patterns.opsEbooks,
  opsEbook: ({ isbn }: { isbn: string }) => `/ops/ebooks/${encodeURIComponent(isbn)}`,
  staffStock: () => patterns.staffStock,
  staffImports: () => patterns.staffImports,
  staffOrders: () => patterns.staffOrders,
  staffRefunds: () => patterns.staffRefunds,
  staffRates: () => patterns.staffRates,
  signIn: ({ next }: { next?: string } = {}) => withQuery(patterns.signIn, { next }),
  signUp: ({ next }: { next?: string } = {}) => withQuery(patterns.signUp, { next }),
}

/** A `next` that stays in this app; anything else (another site, a script) becomes the home page. */
export function safeNext(next: string | null): string {
  // Browsers read a backslash as a slash, so "/\evil.example" would leave the site.
  return next !== null && /^\/(?![/\\])/.test(next) && !/[\\\p{Cc}]/u.test(next) ? next : patterns.home
}

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value)
  return search.size > 0 ? `${path}?${search}` : path
}
