// What a publisher's accessibility metadata means, in the terms of W3C's Accessibility Metadata Display Guide 2.0 and in its order.

export const accessibilityTexts = {
  title: 'Accessibility',
  silent: 'No accessibility information: the publisher has given none.',
  more: 'More about accessibility',
  by: 'As the publisher says. We have not checked it.',
  unknown: 'No information is available',
  reading: {
    title: 'Ways of reading',
    modifiable: 'Appearance can be modified',
    fixed: 'Appearance cannot be modified: the pages are laid out as in print',
    reflowable: 'Reflowable: the text fits itself to the screen and to the size of letters',
    readable: 'Screen reader friendly: all of it can be read aloud or in braille',
    partly: 'Not fully readable aloud or in braille',
    unreadable: 'Not readable aloud or in braille',
    readableUnknown: 'Whether it can be read aloud or in braille is not said',
    altText: 'Has alternative text for pictures',
    syncedAudio: 'Recorded audio, synchronized with the text',
  },
  conformance: {
    title: 'Conformance',
    levels: {
      A: 'Meets minimum accessibility standards',
      AA: 'Meets accepted accessibility standards',
      AAA: 'Exceeds accepted accessibility standards',
    },
    unclear: 'Claims a standard that we do not know',
    certifiedBy: (name: string) => `Certified by ${name}`,
  },
  navigation: {
    title: 'Navigation',
    features: {
      tableOfContents: 'Table of contents with links',
      index: 'Index with links',
      structuralNavigation: 'Headings to go by',
      pageNavigation: 'Page numbers of the printed book to go to',
    },
  },
  richContent: {
    title: 'Rich content',
    features: {
      MathML: 'Math formulas as MathML',
      latex: 'Math formulas as LaTeX',
      describedMath: 'Math formulas described in text',
      'MathML-chemistry': 'Chemical formulas as MathML',
      'latex-chemistry': 'Chemical formulas as LaTeX',
      longDescription: 'Pictures full of information are described at length',
      closedCaptions: 'Videos have closed captions',
      openCaptions: 'Videos have open captions',
      transcript: 'Transcripts are provided',
    },
  },
  hazards: {
    title: 'Hazards',
    none: 'No hazards',
    kinds: {
      flashing: 'Flashing content, which can cause seizures',
      motionSimulation: 'Simulated motion, which can cause sickness',
      sound: 'Sounds that can be uncomfortable',
    },
    unknown: 'Whether there are hazards is unknown',
  },
  summary: { title: 'Summary' },
}
