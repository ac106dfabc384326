// The shapes the pages speak of. All are inferred from the server's router: nothing is declared twice.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@quire/server/router'

export type { AppRouter }

type Inputs = inferRouterInputs<AppRouter>
type Outputs = inferRouterOutputs<AppRouter>
/** What a subscription yields, without its tracking envelope. */
type Yielded<T> = T extends AsyncIterable<{ data: infer E }> ? E : never

export type FindInput = Inputs['search']['find']
export type FoundBooks = Outputs['search']['find']
export type SearchFacets = FoundBooks['facets']
export type Facet = SearchFacets['subjects'][number]
export type SearchHit = FoundBooks['hits'][number]
export type Suggestion = Outputs['search']['suggest']['suggestions'][number]
export type Book = Outputs['catalog']['getBook']
export type Edition = Book['editions'][number]
export type OffersInput = Inputs['offers']['live']
export type Quote = Outputs['offers']['best']['quotes'][number]
export type Coverage = Outputs['offers']['best']['coverage']
export type LiveEvent = Yielded<Outputs['offers']['live']>
export type StartPurchase = Inputs['buying']['start']
export type Purchase = Outputs['buying']['get']
export type PurchaseState = Purchase['state']
export type Condition = Purchase['conditions'][number]
export type Money = Purchase['maxTotal']
export type PurchaseSummary = Outputs['buying']['list']['purchases'][number]
export type CreateWatch = Inputs['watches']['create']
export type Watch = Outputs['watches']['get']
export type Mandate = NonNullable<Watch['mandate']>
export type PriceHistory = Outputs['watches']['history']
export type News = Outputs['notify']['list']
export type Order = Outputs['orders']['get']
export type OrderState = Order['state']
export type OrderWork = Outputs['orders']['work']['orders'][number]
export type OrderWorkState = Inputs['orders']['work']['state']
export type RefundRequest = Inputs['refunds']['request']
export type Refund = Outputs['refunds']['get']
export type RefundWork = Outputs['refunds']['work']['refunds'][number]
export type RefundQueue = Inputs['refunds']['work']['queue']
export type DeskLine = Outputs['desk']['list']['sellers'][number]
export type DeskSeller = Outputs['desk']['get']
export type SellerState = DeskSeller['state']
export type SellerProfile = DeskSeller['profile']
export type SellerConnection = NonNullable<DeskSeller['connection']>
export type Standing = NonNullable<DeskSeller['standing']>
export type KitReport = NonNullable<DeskSeller['report']>
export type CheckResult = KitReport['results'][number]
export type RunEvent = Yielded<Outputs['desk']['runConformance']>
export type ReviewLine = Outputs['ops']['listReviews']['purchases'][number]
export type OpsPurchase = Outputs['ops']['getPurchase']
export type CheckoutLine = Outputs['ops']['listCheckouts']['checkouts'][number]
export type OpsCheckout = Outputs['ops']['getCheckout']
export type CheckoutAction = Inputs['ops']['actOnCheckout']['action']
export type Sides = Outputs['ops']['readSides']
export type OpsAction = Inputs['ops']['act']['action']
export type Queues = Outputs['ops']['listQueues']
export type SearchIndex = Outputs['ops']['readSearchIndex']
export type DeadJob = Outputs['ops']['listDeadJobs']['jobs'][number]
export type BooksCase = Outputs['ops']['listCases']['cases'][number]
export type Imports = Outputs['catalog']['imports']
export type ImportFormat = Inputs['catalog']['startImport']['format']
export type Claim = Outputs['catalog']['claims']['claims'][number]
export type ClaimVerdict = Inputs['catalog']['settleClaim']['verdict']
export type StockItem = Outputs['stock']['list']['items'][number]
export type GoodsReport = Outputs['stock']['receiveFile']
export type Cart = Outputs['cart']['get']
export type NewCartLine = Inputs['cart']['add']['line']
export type CartLine = Cart['lines'][number]
export type CartTotals = NonNullable<Cart['totals']>
export type PlaceCheckout = Inputs['checkout']['place']
export type Checkout = Outputs['checkout']['get']
export type CheckoutState = Checkout['state']
export type CheckoutSummary = Outputs['checkout']['list']['checkouts'][number]
export type Rates = Outputs['rates']['get']
export type MailChoice = Outputs['notify']['mailChoices']['choices'][number]
export type SavedAddress = Outputs['addresses']['list']['addresses'][number]
export type NewAddress = Inputs['addresses']['create']['address']
export type PaymentMethod = Outputs['accounts']['paymentMethods']['methods'][number]
export type Library = Outputs['ebooks']['library']
export type Loan = Library['loans'][number]
export type Hold = Library['holds'][number]
export type OwnedBook = Library['owned'][number]
export type EbookOffer = Outputs['ebooks']['offer']
export type EbookReading = NonNullable<EbookOffer['reading']>
