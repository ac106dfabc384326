import { expect, it } from 'vitest'
import { paths, patterns, safeNext } from './paths.ts'

it('keeps every address as people have bookmarked it', () => {
  expect({
    patterns,
    home: paths.home(),
    search: paths.search({ q: 'dune & herbert' }),
    book: paths.book({ isbn: '9780340839935' }),
    bookWithMax: paths.book({ isbn: '9780340839935', max: '14.00' }),
    strangeBook: paths.book({ isbn: '../x' }),
    purchase: paths.purchase({ id: 'p1' }),
    orders: paths.orders(),
    order: paths.order({ id: 'o1' }),
    desk: paths.desk(),
    deskRegister: paths.deskRegister(),
    deskSeller: paths.deskSeller({ id: 'register' }),
    staffOrders: paths.staffOrders(),
    staffRefunds: paths.staffRefunds(),
    signIn: paths.signIn(),
    signInNext: paths.signIn({ next: paths.book({ isbn: '9780340839935', max: '14.00' }) }),
    signUp: paths.signUp(),
  }).toMatchInlineSnapshot(`
    {
      "book": "/book/9780340839935",
      "bookWithMax": "/book/9780340839935?max=14.00",
      "desk": "/desk",
      "deskRegister": "/desk/register",
      "deskSeller": "/desk/sellers/register",
      "home": "/",
      "order": "/orders/o1",
      "orders": "/orders",
      "patterns": {
        "book": "/book/:isbn",
        "desk": "/desk",
        "deskRegister": "/desk/register",
        "deskSeller": "/desk/sellers/:sellerId",
        "home": "/",
        "order": "/orders/:orderId",
        "orders": "/orders",
        "purchase": "/purchases/:purchaseId",
        "search": "/search",
        "signIn": "/sign-in",
        "signUp": "/sign-up",
        "staffOrders": "/staff/orders",
        "staffRefunds": "/staff/refunds",
      },
      "purchase": "/purchases/p1",
      "search": "/search?q=dune+%26+herbert",
      "signIn": "/sign-in",
      "signInNext": "/sign-in?next=%2Fbook%2F9780340839935%3Fmax%3D14.00",
      "signUp": "/sign-up",
      "staffOrders": "/staff/orders",
      "staffRefunds": "/staff/refunds",
      "strangeBook": "/book/..%2Fx",
    }
  `)
})

it.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '',
  null,
])('goes home rather than to %j', (next) => expect(safeNext(next)).toBe('/'))

it('returns to a page of this app', () => {
  expect(safeNext('/book/9780340839935?max=14.00')).toBe('/book/9780340839935?max=14.00')
})
