// Read by the pages that need it alone, so that the first visit does not load it. Watches, and what Quire may buy by itself. Each sentence about money says whether it moved.

export const watchTexts = {
  ask: {
    mode: 'When',
    now: 'Buy now',
    wait: 'Wait for a price',
    targetTell: 'Tell me when it is at most, delivered',
    targetBuy: 'Buy it when it is at most, delivered',
    targetHint: 'Sellers are asked every few hours, more often when the price is near.',
    tenthLess: (price: string) => `A tenth less ${price}`,
    fifthLess: (price: string) => `A fifth less ${price}`,
    action: 'What then',
    tell: { name: 'Tell me', note: 'Nothing is bought.' },
    buy: { name: 'Buy it for me', note: 'Within limits that you set here.' },
    count: 'Copies at most',
    cap: 'One copy, at most',
    capHint: 'The price may move between look and order; above this it is not bought.',
    budget: 'All together, at most',
    until: 'Until',
    sellers: 'From',
    sellerRules: { any: 'Any seller', only: 'Only these', except: 'All but these' },
    confirm: 'To agree, type BUY FOR ME',
    confirmWords: 'BUY FOR ME',
    consentTell: (c: { title: string; condition: string; target: string; place: string }) =>
      `We will tell you when a copy of ${c.title}, ${c.condition}, costs at most ${c.target} delivered to ${c.place}. Nothing is bought and nothing is charged.`,
    consentBuy: (c: {
      title: string
      condition: string
      target: string
      cap: string
      copies: string
      budget: string
      until: string
      place: string
      sellers: string
    }) =>
      `Without asking you again, we may buy ${c.copies} of ${c.title}, ${c.condition}, whenever ${c.sellers} asks ${c.target} or less delivered to ${c.place}: never more than ${c.cap} for a copy, never more than ${c.budget} together, and not after ${c.until}. You hear of each purchase, and can stop it on the page of your watches at any time; a purchase under way is still finished.`,
    copies: (n: number) => (n === 1 ? 'one copy' : `up to ${n} copies`),
    anySeller: 'a seller',
    onlySellers: (names: string) => names,
    exceptSellers: (names: string) => `a seller other than ${names}`,
    consentMissing: 'Fill in the amounts to see what exactly you agree to.',
    submitTell: 'Watch the price',
    submitBuy: 'Let Quire buy it',
    submitting: 'One moment…',
    signIn: 'Sign in to watch it',
    checkForm: 'Nothing is watched yet. Please mend what is marked above.',
    unheard: 'We did not hear back. Press the button again: the same watch is made, never a second one.',
    keyUsed:
      'This form has already made a watch with other details. Look at your watches first: pressing again makes another one.',
    seeWatches: 'See your watches',
    again: {
      title: 'Your password once more',
      text: 'This lets money be spent without asking you again, so we make sure that it is you. What you typed is kept.',
      password: (email: string) => (email ? `Password of ${email}` : 'Password'),
      go: 'Confirm, and let Quire buy it',
    },
    required: {
      confirm: 'Type BUY FOR ME to agree, or choose “Tell me”.',
      capBelow: 'This must be at least the price that you wait for.',
      budgetBelow: 'This must be at least the price that you wait for.',
      until: 'Choose a day from tomorrow on, within a year.',
      sellers: 'Choose at least one seller.',
    },
  },

  watches: {
    title: 'Your watches',
    emptyTitle: 'You watch no book yet',
    emptyText: 'On the page of a book choose “Wait for a price”: Quire tells you when it is cheap enough, or buys it.',
    emptyAction: 'Find a book',
    active: 'Watching',
    ended: 'Ended',
    signIn: 'Sign in to see your watches.',
    target: (price: string) => `at most ${price}`,
    mayBuy: 'May buy',
    notYet: 'Waits for your bank, then may buy',
    tells: 'Tells you',
    now: 'Lowest when last asked',
    from: (seller: string) => `from ${seller}`,
    asked: (age: string) => `asked ${age}`,
    noLookOrNone: 'No price yet: sellers are being asked, or nobody offers it just now.',
    states: {
      ACTIVE: 'Watching',
      REVOKED: 'Stopped by you',
      EXPIRED: 'Its time is over',
      DONE: 'Bought all you allowed',
      UNCONFIRMED: 'Not confirmed by your bank',
    },
    standing: {
      reached: 'At your price now.',
      fired: (when: string) =>
        `It was at your price ${when}. You hear of it again when it has been dearer and is cheap again.`,
      above: (amount: string) => `${amount} above your price.`,
    },
    until: (day: string) => `until ${day}`,
    endedOn: (day: string) => `Ended ${day}`,
    stop: 'Stop',
    stopTitle: (title: string) => `Stop watching ${title}?`,
    stopTell: 'You will not be told of its price any more. Nothing was bought by it.',
    stopBuy: 'Nothing more is bought by it from now on.',
    stopUnderWay: (n: number) =>
      n === 1
        ? 'One purchase is under way and is still finished; you see it on this page.'
        : `${n} purchases are under way and are still finished; you see them on this page.`,
    stopYes: 'Yes, stop it',
    stopNo: 'Keep it',
    stopping: 'Stopping…',
    change: 'Watch at another price',
    back: 'All watches',
    deliverTo: 'Delivered to',
    condition: 'Condition',
    end: 'Until',
    yourPrice: 'Your price',

    chart: {
      title: 'What it cost',
      label: 'Prices over time. Arrow keys go from one to the next.',
      asked: 'Lowest asked, delivered',
      paid: 'Really paid',
      target: 'Your price',
      at: (c: { price: string; seller: string; when: string }) => `${c.price}, ${c.seller}, ${c.when}`,
      paidAt: (c: { price: string; seller: string; when: string }) => `Paid ${c.price}, ${c.seller}, ${c.when}`,
      noneAt: (when: string) => `Nobody offered it, ${when}`,
      nobody: 'Nobody offered it',
      unknownSeller: 'a seller',
      table: 'As a table',
      columns: { when: 'When', price: 'Price', what: 'What', seller: 'Seller' },
      lookedAt: 'Asked',
      empty: 'The line begins with the first answer of a seller, in a minute or two.',
    },

    consent: {
      title: {
        PENDING: 'Asking your bank',
        ACTION_REQUIRED: 'One more step: your bank',
        FAILED: 'Your bank did not agree',
        EXPIRED: 'Not confirmed in time',
      },
      text: {
        PENDING: 'Your card is being set up for this. Nothing can be bought or charged until your bank has agreed.',
        ACTION_REQUIRED:
          'Confirm on your bank’s page that Quire may charge this card within your limits; it brings you back here. Until then nothing is bought and nothing can be charged.',
        FAILED: 'Nothing was bought and nothing can be charged.',
        EXPIRED: 'Nothing was bought and nothing can be charged.',
      },
      until: (time: string) => `You have until ${time}.`,
      toBank: 'Go to your bank’s page',
    },

    mandate: {
      title: 'What Quire may buy',
      each: 'For one copy, at most',
      copies: 'Copies',
      copiesUsed: (bought: number, count: number) => `${bought} of ${count} bought`,
      budget: 'All together, at most',
      spent: (spent: string, budget: string) => `${spent} of ${budget} spent`,
      reserved: (amount: string) => `${amount} set aside for what is under way`,
      sellers: 'Sellers',
      anySeller: 'Any',
      only: (names: string) => `Only ${names}`,
      except: (names: string) => `All but ${names}`,
      purchases: 'Bought by it',
      noPurchases: 'Nothing yet, and no money has moved.',
      use: {
        RESERVED: (amount: string) => `Under way, up to ${amount}`,
        CONSUMED: (amount: string) => `Bought for ${amount}`,
        RELEASED: () => 'Nothing was bought, nothing was charged',
      },
    },
  },
} as const
