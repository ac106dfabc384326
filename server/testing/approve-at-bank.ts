import type { Stack } from './stack.ts'

/** The shopper on the bank's page, who answers about the first payment, or the last card to be saved. Throws what the page says to nonsense. */
export async function approveAtBank(
  { payments, sandboxUrl }: Pick<Stack, 'payments' | 'sandboxUrl'>,
  what: 'intents' | 'setups' = 'intents',
  answer: 'approve' | 'decline' = 'approve',
): Promise<void> {
  const { intents, setups } = await payments()
  const asked = what === 'intents' ? intents[0] : setups.at(-1)
  const replied = await fetch(`${sandboxUrl}/stripe/authenticate/${asked?.id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `answer=${answer}`,
    redirect: 'manual',
  })
  if (replied.status >= 400) throw new Error(`the bank's page: ${replied.status} ${await replied.text()}`)
}
