import type { Stack } from './stack.ts'

/** The shopper on the bank's page, who approves the first payment. Throws what the page answers when it takes no such thing. */
export async function approveAtBank({ payments, sandboxUrl }: Stack): Promise<void> {
  const [intent] = (await payments()).intents
  const answer = await fetch(`${sandboxUrl}/stripe/authenticate/${intent?.id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'answer=approve',
    redirect: 'manual',
  })
  if (answer.status >= 400) throw new Error(`the bank's page: ${answer.status} ${await answer.text()}`)
}
