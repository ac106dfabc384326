// Read by the reader and the library alone.

export const readerTexts = {
  pageTitle: (title: string) => `Reading ${title}`,
  opening: 'Opening the book…',
  notOpened: 'This ebook could not be opened.',
  toLibrary: 'Back to your library',
  back: 'Page back',
  forward: 'Page on',
  contents: 'Contents',
  noContents: 'This book names no chapters.',
  panels: { contents: 'Contents', settings: 'How it looks' },
  size: 'Size of the letters',
  smaller: 'Smaller letters',
  larger: 'Larger letters',
  percent: (part: number) => `${Math.round(part * 100)} %`,
  flow: 'The text runs',
  pages: 'In pages',
  scroll: 'In one column',
  paper: 'Paper',
  papers: { page: 'As Quire', white: 'White', sepia: 'Sepia', night: 'Night' },
  keys: 'Arrow keys turn pages. C opens the contents, S these settings.',
  progress: 'How far you have read',
}
