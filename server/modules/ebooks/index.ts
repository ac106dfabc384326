// Ebooks: who owns one, who has one on loan, and who waits.
// Owns: what we have as ebooks, at which price; licence pools and their slots; loans, queues, purchases, and all that happened to them. Promises: never more
// loans at once than licences, whoever asks at the same time; the next copy is for whoever waits first; what ends, ends by itself; a licence lives and
// dies with its loan or purchase. Refuses: to know how an ebook was paid, and how a file is protected.
export { borrowEbook } from './borrow-ebook.ts'
export { cancelHold } from './cancel-hold.ts'
export { getOffer } from './get-offer.ts'
export { grantPurchase, withdrawPurchase } from './grant-purchase.ts'
export { ebooksJobs } from './handle-jobs.ts'
export { keepLicences } from './keep-licences.ts'
export { listLibrary } from './list-library.ts'
export { describeOffers, listOffered } from './list-offered.ts'
export type { OfferedEbook } from './list-offered.ts'
export { holdsMax, loansMax } from './model.ts'
export type { EbooksDeps, Entitlement, OwnedEbook } from './model.ts'
export { findEntitlement, mayRead, openEbook } from './open-ebook.ts'
export { placeHold } from './place-hold.ts'
export { receiveEbook } from './receive-ebook.ts'
export { renewLoan } from './renew-loan.ts'
export { returnLoan } from './return-loan.ts'
export { ebooksRouter } from './router.ts'
export { readingPath, serveReading } from './serve-reading.ts'
export type { EbookOfferView, LendingView, LibraryView } from './to-views.ts'
export { setLicences, setPrice } from './update-ebook.ts'
