// The fields of a seller's form, in groups. What is wrong stands at its field, in the words of whoever judged it.
import type { ComponentProps, ReactNode } from 'react'
import { deskTexts } from '../../texts/desk.ts'
import { Field, TextField, inputClass } from '../../ui/field.tsx'
import { MappingField } from './mapping-field.tsx'
import { type Problems, type SellerDraft, problemOf } from './seller-draft.ts'

const t = deskTexts.form

interface FieldsProps {
  draft: SellerDraft
  problems: Problems
  onChange: (change: Partial<SellerDraft>) => void
  /** A registered seller: secrets may be left out, and the protocol stays. */
  isRegistered: boolean
}

type TextName = { [K in keyof SellerDraft]: SellerDraft[K] extends string ? K : never }[keyof SellerDraft]
type Bind = (
  name: TextName,
  path: string,
) => Pick<ComponentProps<typeof TextField>, 'name' | 'value' | 'error'> & {
  onChange: (event: { target: { value: string } }) => void
}

export function SellerFields(props: FieldsProps) {
  const { draft, problems, onChange } = props
  const bind: Bind = (name, path) => ({
    name,
    value: draft[name],
    error: problemOf(problems, path),
    onChange: ({ target }) => onChange({ [name]: target.value }),
  })
  return (
    <>
      <Group title={t.shop}>
        <TextField
          {...bind('name', 'profile.name')}
          label={t.name}
          hint={t.nameHint}
          autoComplete="organization"
          maxLength={60}
        />
        <TextField
          {...bind('contactEmail', 'profile.contactEmail')}
          label={t.contactEmail}
          hint={t.contactEmailHint}
          type="email"
          autoComplete="email"
          maxLength={200}
        />
        <Pair>
          <TextField {...bind('currency', 'profile.currency')} label={t.currency} maxLength={3} className="uppercase" />
          <TextField
            {...bind('currencies', 'profile.currencies')}
            label={t.currencies}
            hint={t.currenciesHint}
            maxLength={150}
          />
        </Pair>
      </Group>
      <Group title={t.connection}>
        {!props.isRegistered && <KindChoice value={draft.kind} onChange={(kind) => onChange({ kind })} />}
        {draft.kind === 'grpc' ? <GrpcFields {...props} bind={bind} /> : <RestFields {...props} bind={bind} />}
      </Group>
      <Group title={t.promises}>
        <PromiseFields bind={bind} />
      </Group>
      <Group title={t.tests}>
        <TextField
          {...bind('testIsbn13s', 'profile.testIsbn13s')}
          label={t.testIsbn13s}
          hint={t.testIsbn13sHint}
          maxLength={150}
          className="price"
        />
      </Group>
      <details
        className="group"
        open={hasProblem(problems, ['profile.shippingZones', 'profile.certificateFingerprints'])}
      >
        <summary className="min-h-touch py-2 font-serif text-xl">{t.more}</summary>
        <div className="mt-2 space-y-5">
          <AreaField {...bind('zones', 'profile.shippingZones')} label={t.zones} hint={t.zonesHint} rows={3} />
          <AreaField
            {...bind('certificates', 'profile.certificateFingerprints')}
            label={t.certificates}
            hint={t.certificatesHint}
            rows={3}
          />
        </div>
      </details>
    </>
  )
}

function GrpcFields({ draft, problems, onChange, isRegistered, bind }: FieldsProps & { bind: Bind }) {
  const plaintextProblem = problemOf(problems, 'connection.plaintext')
  return (
    <>
      <TextField
        {...bind('address', 'connection.address')}
        label={t.address}
        hint={t.addressHint}
        spellCheck={false}
        maxLength={300}
      />
      <div>
        <label className="flex min-h-touch items-center gap-3">
          <input
            type="checkbox"
            className="size-4.5 accent-accent"
            checked={draft.plaintext}
            aria-invalid={plaintextProblem ? true : undefined}
            aria-describedby={plaintextProblem ? 'plaintext-problem' : undefined}
            onChange={({ target }) => onChange({ plaintext: target.checked })}
          />
          {t.plaintext}
        </label>
        {plaintextProblem && (
          <p id="plaintext-problem" className="text-sm text-danger">
            {plaintextProblem}
          </p>
        )}
      </div>
      <TextField
        {...bind('apiKey', 'connection.apiKey')}
        label={t.apiKey}
        hint={isRegistered ? t.apiKeyKept : t.apiKeyHint}
        type="password"
        autoComplete="off"
        maxLength={1000}
      />
    </>
  )
}

function RestFields({ draft, problems, onChange, isRegistered, bind }: FieldsProps & { bind: Bind }) {
  return (
    <>
      <TextField
        {...bind('baseUrl', 'connection.baseUrl')}
        label={t.baseUrl}
        hint={t.baseUrlHint}
        type="url"
        spellCheck={false}
        maxLength={500}
      />
      <MappingField value={draft.mapping} problems={problems} onChange={(mapping) => onChange({ mapping })} />
      <AreaField
        {...bind('secrets', 'connection.secrets')}
        label={t.secrets}
        hint={isRegistered ? `${t.secretsHint} ${t.secretsKept}` : t.secretsHint}
        rows={2}
      />
    </>
  )
}

function PromiseFields({ bind }: { bind: Bind }) {
  const number = { inputMode: 'numeric', className: 'price', maxLength: 9 } as const
  return (
    <>
      <Pair>
        <TextField
          {...number}
          {...bind('requestsPerSecond', 'profile.requestsPerSecond')}
          label={t.requestsPerSecond}
          hint={t.requestsPerSecondHint}
        />
        <TextField
          {...number}
          {...bind('concurrentCalls', 'profile.concurrentCalls')}
          label={t.concurrentCalls}
          hint={t.concurrentCallsHint}
        />
      </Pair>
      <Pair>
        <TextField
          {...number}
          {...bind('quoteTimeoutMs', 'profile.quoteTimeoutMs')}
          label={t.quoteTimeoutMs}
          hint={t.quoteTimeoutHint}
        />
        <TextField
          {...number}
          {...bind('orderTimeoutMs', 'profile.orderTimeoutMs')}
          label={t.orderTimeoutMs}
          hint={t.orderTimeoutHint}
        />
      </Pair>
      <TextField
        {...number}
        {...bind('notFoundFinalSeconds', 'profile.notFoundFinalAfterMs')}
        label={t.notFoundFinal}
        hint={t.notFoundFinalHint}
      />
    </>
  )
}

function KindChoice({
  value,
  onChange,
}: {
  value: SellerDraft['kind']
  onChange: (kind: SellerDraft['kind']) => void
}) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t.kindLabel}</legend>
      <div className="divide-y divide-line rounded-md border border-line-strong bg-raised">
        {(['grpc', 'rest'] as const).map((kind) => (
          <label key={kind} className="flex min-h-touch items-center gap-3 px-3 py-2 has-checked:bg-accent-wash">
            <input
              type="radio"
              name="kind"
              className="size-4.5 shrink-0 accent-accent"
              checked={value === kind}
              onChange={() => onChange(kind)}
            />
            <span>
              <span className="block text-[0.9375rem]">{t.kinds[kind].name}</span>
              <span className="block text-sm text-soft">{t.kinds[kind].text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function AreaField({
  label,
  hint,
  error,
  ...area
}: { label: string; hint: string } & Pick<ComponentProps<typeof TextField>, 'error'> & ComponentProps<'textarea'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <textarea
          {...area}
          {...control}
          spellCheck={false}
          className={`${inputClass} font-mono text-sm`}
          maxLength={4000}
        />
      )}
    </Field>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="space-y-5">
      <legend className="mb-4 font-serif text-xl">{title}</legend>
      {children}
    </fieldset>
  )
}

function Pair({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-5 sm:grid-cols-2">{children}</div>
}

function hasProblem(problems: Problems, fields: readonly string[]): boolean {
  return fields.some((field) => problemOf(problems, field) !== undefined)
}
