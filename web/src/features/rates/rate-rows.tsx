import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { ratesTexts } from '../../texts/rates.ts'
import { Button } from '../../ui/button.tsx'
import { Cell, TextCell } from './cell.tsx'
import { type RatesProblems, type ShippingDraft, type TaxDraft, emptyShipping, emptyTax } from './rates-draft.ts'

const t = ratesTexts
const shippingGrid = 'md:grid-cols-[5.5rem_5.5rem_8.5rem_8.5rem_8.5rem_6.5rem_6.5rem_2.75rem]'
const taxGrid = 'md:grid-cols-[5.5rem_8rem_minmax(0,22rem)_7rem_8rem_2.75rem]'
/** What fits each field; the server has the same limits. */
const lengths = { country: 2, currency: 3, postalPrefix: 8, name: 60, amount: 12, days: 3, percent: 9 } as const
const amounts = ['firstMinor', 'furtherMinor', 'freeFromMinor'] as const
const days = ['daysMin', 'daysMax'] as const
/** Columns of figures stand to the right, so that they line up. */
const figures: readonly string[] = [...amounts, ...days, 'partsPerMillion']

interface RowsProps<Row> {
  rows: readonly Row[]
  problems: RatesProblems
  onChange: (rows: Row[]) => void
}

/** What delivery costs, by country and currency. */
export function ShippingRows({ rows, problems, onChange }: RowsProps<ShippingDraft>) {
  const { columns } = t.shipping
  return (
    <Rows
      title={t.shipping.title}
      note={t.shipping.note}
      grid={shippingGrid}
      columns={columns}
      add={t.shipping.add}
      onAdd={() => onChange([...rows, emptyShipping()])}
    >
      {rows.map((row, index) => {
        const name = [row.country, row.currency].filter(Boolean).join(' ') || t.newRow
        const cell = (field: keyof typeof columns, maxLength: number, isNumber = false) => (
          <TextCell
            key={field}
            label={columns[field]}
            spoken={t.of(columns[field], name)}
            error={problems[`shipping.${index}.${field}`]}
            isNumber={isNumber}
            maxLength={maxLength}
            value={row[field]}
            onChange={(value) => onChange(rows.with(index, { ...row, [field]: value }))}
          />
        )
        return (
          <Row key={row.id} grid={shippingGrid} name={name} onRemove={() => onChange(rows.toSpliced(index, 1))}>
            {cell('country', lengths.country)}
            {cell('currency', lengths.currency)}
            {amounts.map((field) => cell(field, lengths.amount, true))}
            {days.map((field) => cell(field, lengths.days, true))}
          </Row>
        )
      })}
    </Rows>
  )
}

/** Which tax is added, by country and the beginning of the postal code. */
export function TaxRows({ rows, problems, onChange }: RowsProps<TaxDraft>) {
  const { columns } = t.tax
  return (
    <Rows
      title={t.tax.title}
      note={t.tax.note}
      grid={taxGrid}
      columns={columns}
      add={t.tax.add}
      onAdd={() => onChange([...rows, emptyTax()])}
    >
      {rows.map((row, index) => {
        const name = [row.country, row.postalPrefix].filter(Boolean).join(' ') || t.newRow
        const set = (change: Partial<TaxDraft>) => onChange(rows.with(index, { ...row, ...change }))
        const about = (field: keyof typeof columns) => ({
          label: columns[field],
          spoken: t.of(columns[field], name),
          error: problems[`tax.${index}.${field}`],
        })
        const cell = (field: Exclude<keyof typeof columns, 'isShippingTaxed'>, maxLength: number, isNumber = false) => (
          <TextCell
            {...about(field)}
            isNumber={isNumber}
            maxLength={maxLength}
            value={row[field]}
            onChange={(value) => set({ [field]: value })}
          />
        )
        return (
          <Row key={row.id} grid={taxGrid} name={name} onRemove={() => onChange(rows.toSpliced(index, 1))}>
            {cell('country', lengths.country)}
            {cell('postalPrefix', lengths.postalPrefix)}
            {cell('name', lengths.name)}
            {cell('partsPerMillion', lengths.percent, true)}
            <Cell {...about('isShippingTaxed')}>
              {(control) => (
                <span className="flex min-h-touch items-center md:justify-center">
                  <input
                    {...control}
                    type="checkbox"
                    className="size-5 accent-accent"
                    checked={row.isShippingTaxed}
                    onChange={({ target }) => set({ isShippingTaxed: target.checked })}
                  />
                </span>
              )}
            </Cell>
          </Row>
        )
      })}
    </Rows>
  )
}

function Rows({
  title,
  note,
  grid,
  columns,
  add,
  onAdd,
  children,
}: {
  title: string
  note: string
  grid: string
  columns: Readonly<Record<string, string>>
  add: string
  onAdd: () => void
  children: ReactNode
}) {
  return (
    <section>
      <h2 className="font-serif text-2xl">{title}</h2>
      <p className="mb-4 max-w-reading text-sm text-soft">{note}</p>
      <div aria-hidden className={`hidden gap-2 border-b border-line-strong pb-2 text-sm text-soft md:grid ${grid}`}>
        {Object.entries(columns).map(([field, column]) => (
          <span key={field} className={figures.includes(field) ? 'text-right' : ''}>
            {column}
          </span>
        ))}
      </div>
      <ul className="divide-y divide-line border-b border-line max-md:border-t">{children}</ul>
      <Button look="quiet" className="mt-2 -ml-4" onClick={onAdd}>
        <Plus aria-hidden className="size-4" /> {add}
      </Button>
    </section>
  )
}

function Row({
  grid,
  name,
  onRemove,
  children,
}: {
  grid: string
  name: string
  onRemove: () => void
  children: ReactNode
}) {
  return (
    <li className={`grid grid-cols-2 items-start gap-2 py-3 md:py-1.5 ${grid}`}>
      {children}
      <button
        type="button"
        aria-label={t.removeRow(name)}
        onClick={onRemove}
        className="flex min-h-touch items-center justify-center gap-2 self-end rounded-md text-[0.9375rem] font-medium text-accent hover:bg-accent-wash max-md:justify-self-start max-md:px-2 md:self-start"
      >
        <X aria-hidden className="size-4 shrink-0" />
        <span className="md:sr-only">{t.remove}</span>
      </button>
    </li>
  )
}
