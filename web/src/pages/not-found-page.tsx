import { Link } from 'react-router'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { buttonClass } from '../ui/button.tsx'
import { Page, PageHeading } from '../ui/page.tsx'

const t = texts.notFound

export function NotFoundPage({ title = t.title, sentence = t.sentence }: { title?: string; sentence?: string }) {
  return (
    <Page title={title} width="reading">
      <div className="py-20 text-center">
        <p aria-hidden className="price font-serif text-8xl text-line-strong italic">
          404
        </p>
        <PageHeading className="mt-4 font-serif text-4xl">{title}</PageHeading>
        <p className="mt-3 text-soft">{sentence}</p>
        <Link to={paths.home()} className={buttonClass('primary', 'mt-8')}>
          {t.link}
        </Link>
      </div>
    </Page>
  )
}
