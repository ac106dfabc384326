// The frame of the staff's pages. Not part of texts.ts, because shoppers never load it.

export const staffTexts = {
  staffOnly: 'These pages are for staff.',
  tabs: {
    label: 'Staff pages',
    reviews: 'Purchases',
    checkouts: 'Checkouts',
    orders: 'Orders',
    refunds: 'Refunds',
    stock: 'Stock',
    rates: 'Rates',
    imports: 'Imports',
    jobs: 'Queues',
    cases: 'Differences',
  },
}
