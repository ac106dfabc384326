// What Quire had to tell. Not part of texts.ts: only its own page loads it.

export const messageTexts = {
  title: 'Messages',
  emptyTitle: 'No message yet',
  emptyText: 'What happens to your orders, your refunds and your watches is told here, and by mail.',
  unread: (n: number) => (n === 0 ? 'Nothing new.' : n === 1 ? '1 is new.' : `${n} are new.`),
  markRead: 'Mark as read',
  isNew: 'New',
  more: (n: number) => `Show ${n} older`,
  open: 'Look',
  choices: 'Choose which of them come by mail',
} as const
