import { useState } from 'react'
import { Link } from 'react-router'
import type { Book } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { describeEdition } from './describe-edition.ts'

const t = texts.book
const shownAtFirst = 8

/** The other editions of the work. Each has prices of its own, so each is a page of its own. */
export function Editions({ book }: { book: Book }) {
  const [isOpen, setOpen] = useState(false)
  const others = book.editions.filter(({ isbn13 }) => isbn13 !== book.isbn13)
  if (others.length === 0) return null
  const shown = isOpen ? others : others.slice(0, shownAtFirst)
  return (
    <section aria-labelledby="editions-title" className="mt-14">
      <h2 id="editions-title" className="mb-3 font-serif text-2xl">
        {t.editions}
      </h2>
      <ul className="grid border-t border-line sm:grid-cols-2 sm:gap-x-10">
        {shown.map((edition) => (
          <li key={edition.isbn13} className="border-b border-line">
            <Link to={paths.book({ isbn: edition.isbn13 })} className="group block py-3">
              <span className="block font-serif text-lg group-hover:text-accent">{edition.title}</span>
              <span className="block text-sm text-soft">
                {describeEdition(edition)} · <span className="price">{edition.isbn13}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {!isOpen && others.length > shownAtFirst && (
        <Button look="quiet" className="mt-3" onClick={() => setOpen(true)}>
          {t.moreEditions(others.length - shownAtFirst)}
        </Button>
      )}
    </section>
  )
}
