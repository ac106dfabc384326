import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { DeskSeller } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { deskTexts } from '../../texts/desk.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Definition, Definitions } from '../../ui/definition.tsx'
import { Notice } from '../../ui/notice.tsx'

const t = deskTexts.prove

/** The token to publish, how to publish it with this seller's protocol, and looking for it. */
export function ProveAddress({ seller, onProven }: { seller: DeskSeller; onProven: () => void }) {
  const { sellerId, challenge, connection } = seller
  const [missing, setMissing] = useState<{ sentence: string; asked: string; received: string } | null>(null)
  const { mutate, isPending, error } = useMutation(
    trpc.desk.verify.mutationOptions({
      onMutate: () => setMissing(null),
      onSuccess: (verified) => {
        if (!verified.isProven) return setMissing(verified)
        queryClient.setQueryData(trpc.desk.get.queryKey({ sellerId }), verified.seller)
        void queryClient.invalidateQueries(trpc.desk.list.queryFilter())
        onProven()
      },
    }),
  )
  return (
    <section aria-labelledby="prove-title" className="rounded-lg border border-line bg-raised p-5 shadow-card">
      <h2 id="prove-title" className="font-serif text-2xl">
        {t.title}
      </h2>
      <p className="mt-1 text-soft">{t.lead}</p>
      <p className="mt-4 text-[0.9375rem]">
        {connection?.kind === 'rest' ? t.rest(originOf(connection.baseUrl)) : t.grpc}
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <code
          data-testid="challenge"
          className="min-w-0 flex-1 basis-60 rounded-md border border-line bg-sunk px-3 py-2.5 font-mono text-sm wrap-anywhere"
        >
          {challenge.token}
        </code>
        <CopyButton text={challenge.token} labels={deskTexts.once} />
      </div>
      {missing && (
        <div className="mt-4">
          <Notice tone="caution" announce>
            <p className="font-medium">{t.notFound}</p>
            {missing.asked === '' ? (
              <p>{missing.sentence}</p>
            ) : (
              <Found asked={missing.asked} received={missing.received} />
            )}
          </Notice>
        </div>
      )}
      {error && (
        <div className="mt-4">
          <Notice tone="danger" announce>
            {toTrouble(error).sentence}
          </Notice>
        </div>
      )}
      <Button look="primary" busy={isPending} className="mt-5" onClick={() => mutate({ sellerId })}>
        {isPending ? t.verifying : t.verify}
      </Button>
    </section>
  )
}

/** The challenge lies at the root of the host, wherever the interface itself begins. */
function originOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.origin ?? baseUrl
}

function Found({ asked, received }: { asked: string; received: string }) {
  return (
    <div className="mt-2">
      <Definitions>
        <Definition name={t.asked}>{asked}</Definition>
        <Definition name={t.received}>
          {received === '' ? t.nothing : <span className="font-mono text-sm whitespace-pre-wrap">{received}</span>}
        </Definition>
      </Definitions>
    </div>
  )
}
