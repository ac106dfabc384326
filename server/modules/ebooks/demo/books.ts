// Three short ebooks of our own for the demo: written here, so that nobody else's text is given away. Their numbers begin with 979-9, which no agency
// hands out.

export interface DemoBook {
  readonly isbn13: string
  readonly title: string
  readonly author: string
  /** So many may borrow it at once; 0: it is sold only, marked and not encrypted. */
  readonly licences: number
  /** To own it, in US cents. */
  readonly priceMinor: bigint
  readonly chapters: readonly { readonly title: string; readonly paragraphs: readonly string[] }[]
}

export const demoBooks: readonly DemoBook[] = [
  {
    isbn13: '9799900000012',
    title: 'The Cheapest Copy',
    author: 'The Quire Press',
    licences: 2,
    priceMinor: 499n,
    chapters: [
      {
        title: 'A price on a slip of paper',
        paragraphs: [
          'Marit wrote a number on a slip of paper, folded it twice and put it under the lamp. It was the most that she would pay, and nobody was to know it.',
          'Then she went out to ask in eleven shops what the book cost. In the first it was too much. In the second it was too much and a lecture. In the third the owner asked her what she had in mind, and she smiled and left.',
          'It is an odd thing about a price that everybody who asks for yours already has theirs. She had learned this from her grandmother, who sold eggs.',
        ],
      },
      {
        title: 'Eleven shops',
        paragraphs: [
          'By noon she had nine answers, one silence and one promise to write. She put them in a row on the bench beside the canal and held them down with pebbles.',
          'A copy with a torn cover was cheapest, until she added the ferry. A clean one across the square cost a little more and no ferry at all. She had always thought that adding up was dull. It was the whole of the story.',
          'When the one who had promised to write wrote, it was evening, and she had been reading for six hours.',
        ],
      },
      {
        title: 'What the slip said',
        paragraphs: [
          'Years later she found the slip, still folded, in the back of the book. She had paid a good deal less.',
          'She wrote the new number under the old one, and the date, and lent the book to somebody who would bring it back.',
        ],
      },
    ],
  },
  {
    isbn13: '9799900000029',
    title: 'A Place in the Queue',
    author: 'The Quire Press',
    licences: 1,
    priceMinor: 399n,
    chapters: [
      {
        title: 'Two copies',
        paragraphs: [
          'The library on the hill had two copies of the atlas and forty people who wanted it, and for a long time nobody could say who was next.',
          'Some stood in the door at opening time. Some knew the porter. A boy called Anselm had wanted it for a year and always came when it had just gone.',
        ],
      },
      {
        title: 'The book of names',
        paragraphs: [
          'It was the new librarian who laid an empty book on the desk. Whoever wanted the atlas wrote a name in it, under the last one, and went home.',
          'When a copy came back she read the first name aloud and set the copy on a shelf behind her. Three days it stood there. On the fourth she read the next name.',
          'The porter said that it was cold to treat friends like strangers. She said that it was warm to treat strangers like friends.',
        ],
      },
      {
        title: 'Anselm',
        paragraphs: [
          'His name was the nineteenth. He counted them every week, and every week there were fewer, and he found that he could wait for a thing that came nearer.',
          'When she read it out he was there. He had the atlas for fourteen days, and drew the whole coast of a country that he had never seen.',
        ],
      },
    ],
  },
  {
    isbn13: '9799900000036',
    title: 'Notes for a Night Train',
    author: 'The Quire Press',
    licences: 0,
    priceMinor: 299n,
    chapters: [
      {
        title: 'Before it leaves',
        paragraphs: [
          'Choose the bunk that nobody wants. It is beside the door, it is cold, and it has the lamp.',
          'Take one book. Two are a choice, and a choice keeps you awake.',
        ],
      },
      {
        title: 'Between stations',
        paragraphs: [
          'There is an hour when everybody sleeps but you and the driver. Read slowly then. The lines come by like lit windows, and most of them you will only see once.',
          'If somebody wakes and asks what you are reading, say what it is about and not whether it is good. They have until morning to find out.',
        ],
      },
    ],
  },
]
