// The checkout sessions as MCP tools.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { control } from '../../testing/control.ts'
import { askLantern, toCompletion, toDelegation, toSession } from '../../testing/lantern-buyer.ts'

const isbn13 = '9780340839935'
const item = { id: `lt_${isbn13}-1` }
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
  await control(sandbox, 'PUT', `/sellers/lantern/offers/${isbn13}`, { price: '10', shipping: '2', quantity: 3 })
})
afterAll(() => sandbox.close())

interface Said {
  id: string
  status: string
}

describe('JSON-RPC', () => {
  const call = async (name: string, args: object) => {
    const body = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: args } }
    const answer = await askLantern(sandbox, 'POST', '/mcp', { body })
    return (await answer.json()) as { result?: Said; error?: { code: number; data?: { code: string } } }
  }
  const meta = (idempotency_key?: string) => ({
    api_version: '2026-04-17',
    ...(idempotency_key && { idempotency_key }),
  })

  it('is another way to the same sessions, under the same keys', async () => {
    const created = await call('create_checkout_session', { meta: meta('mcp'), payload: toSession(item, 'r1') })
    expect(created.result?.status).toBe('ready_for_payment')
    const overRest = await askLantern(sandbox, 'POST', '/checkout_sessions', {
      body: toSession(item, 'r1'),
      key: 'mcp',
    })
    expect(overRest.headers.get('idempotent-replayed')).toBe('true')
    expect(await overRest.json()).toEqual(created.result)
    const id = created.result?.id ?? ''
    const delegation = toDelegation(id, { currency: 'USD', minor: 1200n })
    const sent = { body: delegation, key: 'pay' }
    const delegated = await askLantern(sandbox, 'POST', '/agentic_commerce/delegate_payment', sent)
    const payload = toCompletion(((await delegated.json()) as Said).id)
    const done = await call('complete_checkout_session', { meta: meta('done'), id, payload })
    expect(done.result).toMatchObject({ status: 'completed', order: { client_reference_id: 'r1' } })
    expect((await call('get_checkout_session', { meta: meta(), id })).result?.status).toBe('completed')
    const late = await call('cancel_checkout_session', { meta: meta(), id })
    expect(late.error).toMatchObject({ code: -32000, data: { code: 'session_completed' } })
  })

  it('refuses what is no call of a session tool, and other versions', async () => {
    expect((await call('delegate_payment', { meta: meta() })).error?.code).toBe(-32602)
    expect((await call('get_checkout_session', {})).error?.code).toBe(-32602)
    const old = await call('get_checkout_session', { meta: { api_version: '2025-09-29' }, id: 'cs_1' })
    expect(old.error?.data?.code).toBe('unsupported_api_version')
  })
})
