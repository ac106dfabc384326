// Read by the library and what belongs to it. Every sentence about an end says when it is.

const day = (n: number) => (n === 1 ? '1 day left' : `${n} days left`)

export const libraryTexts = {
  title: 'Your library',
  signIn: 'Sign in to see the ebooks that you own or have borrowed.',
  emptyTitle: 'No ebooks yet',
  emptyText: 'What you buy or borrow as an ebook stands here, to be read in the browser or in a reading app.',
  emptyAction: 'Find a book',
  onLoan: 'On loan',
  waiting: 'You are waiting for',
  owned: 'Yours',
  over: 'Read before',
  read: 'Read',
  pickUp: 'Borrow now',
  renew: 'Renew',
  giveBack: 'Return',
  letGo: 'Let it go',
  giveBackTitle: (title: string) => `Return ${title}?`,
  giveBackText: 'It closes on all your devices. Your place in it is kept, should you borrow it again.',
  letGoText: 'The copy that is kept for you goes to whoever waits next.',
  giveBackYes: 'Yes, return it',
  giveBackNo: 'Keep it',
  ready: (until: string) => `Your copy is here. It is kept for you until ${until}.`,
  due: (days: number, at: string) => `${days === 0 ? 'Ends today' : day(days)}, until ${at}`,
  ended: {
    RETURNED: (at: string) => `Returned ${at}`,
    EXPIRED: (at: string) => `Ended ${at}`,
    REVOKED: (at: string) => `Taken back by us ${at}`,
    CANCELLED: (at: string) => `Not picked up, ${at}`,
  } as Record<string, ((at: string) => string) | undefined>,
  since: (date: string) => `Bought ${date}. It is yours for good.`,
  place: (place: number) => (place === 1 ? 'You are next.' : `You are number ${place} in the queue.`),
  served: 'Your turn has come.',
  expected: (date: string) => `A copy is expected by ${date}.`,
  leave: 'Leave the queue',
  offer: {
    title: 'As an ebook',
    lead: 'Read in the browser or in an app. A loan costs nothing and ends by itself.',
    owned: 'This ebook is yours.',
    kept: 'Your copy is here, kept for you.',
    onLoan: (until: string) => `You have it on loan until ${until}.`,
    place: (place: number) => (place === 1 ? 'You are next in the queue.' : `You are number ${place} in the queue.`),
    suspended: 'It is not lent at the moment.',
    free: (n: number, days: number) => `${n === 1 ? 'One copy is' : `${n} copies are`} free, for ${days} days.`,
    queue: (n: number) =>
      n === 0
        ? 'All copies are lent.'
        : `All copies are lent, and ${n === 1 ? 'one reader waits' : `${n} readers wait`}.`,
    borrow: 'Borrow',
    wait: 'Join the queue',
    signIn: 'Sign in to borrow',
    toLibrary: 'In your library',
  },
  apps: {
    title: 'In a reading app',
    text: 'Add this catalogue to an app that knows OPDS 2.0 and Readium LCP, such as Thorium, and sign in with your email and password. You can browse, borrow and return there, and what you have here is there too.',
    catalogue: 'Catalogue',
    passphrase: 'Passphrase',
    passphraseText:
      'Opens what an app has borrowed for you, should it ask. Ebooks that you fetched with a passphrase of your own keep that one.',
    copy: { copy: 'Copy', copied: 'Copied', copyFailed: 'Please copy it by hand' },
  },
  download: {
    action: 'For another app',
    title: (title: string) => `Read ${title} elsewhere`,
    text: 'You get a file for a reading app of your choice. Encrypted ebooks open in apps that know Readium LCP.',
    passphraseText:
      'This ebook is encrypted. Choose a passphrase: your reading app asks for it once. We keep it in no form that could be read.',
    passphrase: 'Passphrase',
    passphraseHint: 'At least 8 characters.',
    reminder: 'A reminder for yourself',
    reminderHint: 'The app shows it when it asks. Not the passphrase itself.',
    yes: 'Get the file',
    close: 'Close',
  },
}
