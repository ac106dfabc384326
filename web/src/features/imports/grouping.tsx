import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { Book } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { texts } from '../../texts.ts'
import { importsTexts } from '../../texts/imports.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { formatDateTime, languageName } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { readIsbn13 } from '../../parts/read-input.ts'

const t = importsTexts.grouping
const whyMin = 3 // characters, as the server has it

/** Finds a work by one of its editions, and moves editions out of it. */
export function Grouping() {
  const [typed, setTyped] = useState('')
  const [isbn13, setIsbn] = useState<string | null>(null)
  const [isWrong, setWrong] = useState(false)
  const { data: book, error } = useQuery(
    trpc.catalog.getBook.queryOptions({ isbn13: isbn13 ?? '' }, { enabled: isbn13 !== null }),
  )

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const isbn = readIsbn13(typed)
    setWrong(isbn === null)
    if (isbn !== null) setIsbn(isbn)
  }

  return (
    <section aria-label={t.title} className="mt-12">
      <h2 className="font-serif text-2xl">{t.title}</h2>
      <p className="mt-1 mb-4 max-w-reading text-soft">{t.text}</p>
      <form noValidate onSubmit={onSubmit} className="flex flex-wrap items-end gap-3">
        <TextField
          name="edition"
          label={t.isbn}
          error={isWrong ? t.badIsbn : undefined}
          inputMode="numeric"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit">{t.find}</Button>
      </form>
      {error && (
        <div className="mt-4">
          <Notice tone="danger" announce>
            {toTrouble(error).sentence}
          </Notice>
        </div>
      )}
      {book && !error && <WorkForm key={book.work.id} book={book} />}
    </section>
  )
}

function WorkForm({ book: { work, editions } }: { book: Book }) {
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [target, setTarget] = useState<'other' | 'own'>('other')
  const [into, setInto] = useState('')
  const [why, setWhy] = useState('')
  const [wrong, setWrong] = useState<{ ticked?: string; into?: string; why?: string }>({})
  const { mutate, isPending, error, data } = useMutation(
    trpc.catalog.moveEditions.mutationOptions({
      onSuccess: () => {
        setTicked([])
        setWhy('')
        void queryClient.invalidateQueries(trpc.catalog.pathFilter())
      },
    }),
  )

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    const intoIsbn = target === 'other' ? readIsbn13(into) : undefined
    const isSaid = why.trim().length >= whyMin
    setWrong({
      ...(ticked.length === 0 && { ticked: t.badTicked }),
      ...(intoIsbn === null && { into: t.badIsbn }),
      ...(!isSaid && { why: t.badWhy }),
    })
    if (ticked.length > 0 && intoIsbn !== null && isSaid && !isPending)
      mutate({ isbns: [...ticked], why, ...(intoIsbn !== undefined && { intoIsbn }) })
  }

  const trouble = error && toTrouble(error)
  return (
    <form noValidate onSubmit={onSubmit} className="mt-5 space-y-4 rounded-lg border border-line bg-raised p-5">
      <div>
        <h3 className="font-serif text-xl wrap-anywhere">{work.title}</h3>
        <p className="text-soft">{work.authors.join(', ')}</p>
      </div>
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{t.editions}</legend>
        <ul>
          {editions.map((edition) => (
            <li key={edition.isbn13}>
              <label className="flex min-h-touch items-center gap-3">
                <input
                  type="checkbox"
                  className="size-5 accent-accent"
                  checked={ticked.includes(edition.isbn13)}
                  onChange={({ target: { checked } }) =>
                    setTicked(checked ? [...ticked, edition.isbn13] : ticked.filter((one) => one !== edition.isbn13))
                  }
                />
                <span className="wrap-anywhere">
                  {edition.title}{' '}
                  <span className="text-sm text-soft">
                    <span className="price">{edition.isbn13}</span>, {texts.formats[edition.format] ?? edition.format},{' '}
                    {languageName(edition.language)}
                    {edition.publishedYear !== undefined && `, ${edition.publishedYear}`}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
        {wrong.ticked && <p className="text-sm text-danger">{wrong.ticked}</p>}
      </fieldset>
      <Segmented
        name="target"
        legend={t.target}
        options={[
          { value: 'other', label: t.toOther },
          { value: 'own', label: t.toOwn },
        ]}
        value={target}
        onChange={setTarget}
      />
      {target === 'other' && (
        <TextField
          name="into"
          label={t.into}
          error={wrong.into ?? trouble?.fields['intoIsbn']}
          inputMode="numeric"
          value={into}
          onChange={(event) => setInto(event.target.value)}
        />
      )}
      <TextField
        name="why"
        label={t.why}
        error={wrong.why}
        maxLength={500}
        value={why}
        onChange={(event) => setWhy(event.target.value)}
      />
      {trouble && (
        <Notice tone="danger" announce>
          {trouble.sentence}
        </Notice>
      )}
      {data && !error && <Notice announce>{t.done(data.intoTitle)}</Notice>}
      <Button type="submit" busy={isPending}>
        {isPending ? t.busy : t.submit}
      </Button>
      <History workId={work.id} />
    </form>
  )
}

function History({ workId }: { workId: string }) {
  const { data } = useQuery(trpc.catalog.corrections.queryOptions({ workId }))
  if (!data || data.length === 0) return null
  return (
    <div>
      <h4 className="text-sm font-medium">{t.history}</h4>
      <ul className="divide-y divide-line text-sm">
        {data.map(({ id, kind, fromTitle, intoTitle, isbns, why, by, at }) => (
          <li key={id} className="py-2">
            <p>
              {t.kinds[kind](fromTitle, intoTitle)}: <span className="price">{isbns.join(', ')}</span>
            </p>
            <p className="text-soft">
              “{why}” {by}, <time dateTime={at}>{formatDateTime(at)}</time>
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}
