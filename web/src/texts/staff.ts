// The frame of the staff's pages. Not part of texts.ts, because shoppers never load it.

export const staffTexts = {
  staffOnly: 'These pages are for staff.',
  tabs: {
    label: 'Staff pages',
    reviews: 'Purchases',
    orders: 'Orders',
    refunds: 'Refunds',
    stock: 'Stock',
    imports: 'Imports',
    jobs: 'Queues',
    cases: 'Differences',
  },
}
