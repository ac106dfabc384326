// Licences: issued once, settled once, by the machine that PostgreSQL enforces, and what reading apps are told of them over HTTP.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { dayMs, hashOf, passphrase, useDrm } from '#testing/drm'
import { licenceMachine } from './machine.ts'
import type { EndLicence, IssueLicence } from './model.ts'

const world = useDrm()
const noon = new Date('2026-11-22T12:00:00Z')
const later = (ms: number) => new Date(noon.getTime() + ms)
const device = { id: 'device-1', name: 'A reading app' }
let publicationId: string
let marked: string

beforeAll(async () => {
  publicationId = await world.publish()
  marked = await world.publish(undefined, 'WATERMARK')
})

const lend = (order: Partial<IssueLicence> = {}) => {
  world.at(noon)
  return world.issue(publicationId, order)
}
const buy = () => lend({ rights: { start: noon, end: null, copy: null, print: null }, renewableUntil: null })
const ask = (method: string, licenceId: string, path = '') =>
  fetch(`${world.url}/drm/licences/${licenceId}${path}`, { method })
const statusOf = async (licenceId: string) => JSON.parse(await world.drm.toStatusDocument(licenceId))
const renew = (licenceId: string, end: Date, at = world.now()) =>
  world.db.transaction().execute((tx) => world.drm.renewLicence(tx, { licenceId, end, device: null, at }))
const register = (licenceId: string, id = device.id) =>
  world.db
    .transaction()
    .execute((tx) => world.drm.registerDevice(tx, { licenceId, device: { ...device, id }, at: world.now() }))
const code = (name: string) => ({ code: `drm.${name}` })

describe('issuing', () => {
  it('twice under one id is one licence, at the same time too; under another reader it is refused', async () => {
    const id = randomUUID()
    const all = await Promise.all([lend({ id }), lend({ id }), lend({ id })])
    expect(new Set(all.map(({ issuedAt }) => issuedAt.getTime())).size).toBe(1)
    const documents = await Promise.all(all.map(() => world.drm.toLicenceDocument(id)))
    expect(new Set(documents).size).toBe(1)
    await expect(lend({ id, reader: { id: 'reader-2', name: 'Bo' } })).rejects.toMatchObject(code('key_reused'))
  })

  it('goes with the transaction in which it was asked for', async () => {
    const id = randomUUID()
    const work = world.db.transaction().execute(async (tx) => {
      const order = { id, publicationId, reader: { id: 'r', name: 'R' }, renewableUntil: null, at: noon }
      const passphraseOf = { hash: hashOf(passphrase), hint: 'a hint' }
      const rights = { start: noon, end: null, copy: null, print: null }
      await world.drm.issueLicence(tx, { ...order, rights, passphrase: passphraseOf })
      throw new Error('the loan failed')
    })
    await expect(work).rejects.toThrow('the loan failed')
    await expect(world.drm.getLicence(world.db, id)).rejects.toMatchObject(code('licence_not_found'))
  })

  it('refuses what a licence cannot say, naming the field', async () => {
    const rights = { start: noon, end: later(dayMs), copy: 1, print: 1 }
    const wrong: [Partial<IssueLicence>, string, string][] = [
      [{ rights: { ...rights, end: noon } }, 'rights_invalid', 'end'],
      [{ rights: { ...rights, copy: -1 } }, 'rights_invalid', 'copy'],
      [{ rights: { ...rights, print: 0.5 } }, 'rights_invalid', 'print'],
      [{ renewableUntil: noon }, 'rights_invalid', 'renewableUntil'],
      [{ reader: { id: 'r', name: ' ' } }, 'rights_invalid', 'reader'],
      [{ passphrase: null }, 'passphrase_invalid', 'passphrase'],
      [{ passphrase: { hash: passphrase, hint: 'a' } }, 'passphrase_invalid', 'passphrase'],
      [{ passphrase: { hash: hashOf('x'), hint: 'a & b' } }, 'passphrase_invalid', 'hint'],
    ]
    for (const [order, refusal, field] of wrong)
      await expect(lend(order), field).rejects.toMatchObject({
        ...code(refusal),
        fields: { [field]: expect.any(String) },
      })
    await expect(world.issue(randomUUID())).rejects.toMatchObject(code('publication_not_found'))
  })

  it('keeps no passphrase, and no content key that is not encrypted', async () => {
    const { id } = await lend()
    const { rows } = await sql<{ text: string }>`
      select l::text || p::text as text from drm_licence l join drm_publication p on p.id = publication_id where l.id = ${id}`.execute(
      world.db,
    )
    expect(rows[0]?.text).not.toContain(hashOf(passphrase))
    expect(rows[0]?.text).not.toContain('Ada')
  })
})

describe('the machine', () => {
  it('is the table in the database', async () => {
    const { rows } = await sql<Record<string, string>>`select * from drm_transition`.execute(world.db)
    const edges = Object.entries(licenceMachine.states).flatMap(([fromState, events]) =>
      Object.entries(events).map(([event, toState]) => ({ fromState, event, toState })),
    )
    expect(new Set(rows.map((row) => JSON.stringify(Object.entries(row).toSorted())))).toEqual(
      new Set(edges.map((edge) => JSON.stringify(Object.entries(edge).toSorted()))),
    )
  })

  it('is enforced on whoever types', async () => {
    const { id } = await lend()
    const { id: over } = await lend()
    await world.end(over, 'returned')
    const forbidden = [
      sql`update drm_licence set state = 'ACTIVE' where id = ${id}`,
      sql`update drm_licence set reader_id = 'another' where id = ${id}`,
      sql`update drm_licence set ends_at = now() + interval '9 years' where id = ${over}`,
      sql`delete from drm_licence where id = ${id}`,
      sql`delete from drm_licence_step where licence_id = ${over}`,
      sql`insert into drm_licence_step values (${id}, 1, 'ACTIVE', 'returned', 'RETURNED', null, null, now())`,
      sql`insert into drm_licence_step values (${id}, 1, 'READY', 'returned', 'ACTIVE', null, null, now())`,
      sql`insert into drm_licence_step values (${over}, 2, 'CANCELLED', 'renewed', 'READY', null, null, now())`,
      sql`update drm_publication set sha256 = decode(repeat('00', 32), 'hex') where id = ${publicationId}`,
      sql`insert into drm_licence select (jsonb_populate_record(l, jsonb_build_object('id', ${randomUUID()}::text, 'state', 'ACTIVE'))).* from drm_licence l where id = ${id}`,
    ]
    const refusals = /^(?:23514|42501|23503)$/ // checks and machines, append-only, no such step
    for (const statement of forbidden)
      await expect(statement.execute(world.db)).rejects.toMatchObject({ code: expect.stringMatching(refusals) })
  })

  it('ends once when everybody ends it at the same time', async () => {
    const { id } = await lend()
    await register(id)
    const ways: EndLicence['how'][] = ['returned', 'revoked', 'returned', 'revoked']
    const ended = await Promise.all(ways.map((how) => world.end(id, how)))
    expect(new Set(ended.map(({ state }) => state)).size).toBe(1)
    expect(await world.drm.listSteps(id)).toHaveLength(2)
  })

  it('renews up to what is allowed, to the end that there is without a step, and not what is over', async () => {
    const { id } = await lend()
    await expect(renew(id, later(4 * dayMs))).rejects.toMatchObject(code('renewal_invalid'))
    await expect(renew(id, later(dayMs / 2))).rejects.toMatchObject(code('renewal_invalid'))
    expect((await renew(id, later(3 * dayMs))).rights.end).toEqual(later(3 * dayMs))
    await renew(id, later(3 * dayMs))
    expect(await world.drm.listSteps(id)).toHaveLength(1)
    world.at(later(3 * dayMs))
    await expect(renew(id, later(3 * dayMs))).rejects.toMatchObject(code('licence_over'))
    await expect(renew((await buy()).id, later(dayMs))).rejects.toMatchObject(code('renewal_invalid'))
  })

  it('counts a device once, and no more of them than a family has', async () => {
    const { id } = await lend()
    await Promise.all([register(id), register(id), register(id)])
    expect(await world.drm.listSteps(id)).toHaveLength(1)
    for (let i = 2; i <= 64; i++) await register(id, `device-${i}`)
    await expect(register(id, 'device-65')).rejects.toMatchObject(code('device_invalid'))
    await register(id, 'device-64')
  })

  it('gives each change a later time, so that apps see it, even within one millisecond', async () => {
    const { id, updatedAt } = await lend()
    const renewed = await renew(id, later(2 * dayMs))
    const ended = await world.end(id, 'returned')
    expect(renewed.updatedAt > updatedAt && ended.updatedAt > renewed.updatedAt).toBe(true)
  })
})

describe('the status document', () => {
  it('offers what may be done, as long as it may', async () => {
    const { id } = await lend()
    const rels = async () => (await statusOf(id)).links.map(({ rel }: { rel: string }) => rel)
    expect(await rels()).toEqual(['license', 'register', 'return', 'renew'])
    expect((await statusOf(id)).potential_rights).toEqual({ end: later(3 * dayMs).toISOString() })
    await renew(id, later(3 * dayMs))
    expect(await rels()).toEqual(['license', 'register', 'return'])
    world.at(later(3 * dayMs))
    expect(await statusOf(id)).toMatchObject({ status: 'expired', updated: { status: later(3 * dayMs).toISOString() } })
    expect(await rels()).toEqual(['license'])
  })

  it('of a purchase offers neither return nor renewal', async () => {
    const { id } = await buy()
    const { links, status } = await statusOf(id)
    expect([status, links.map(({ rel }: { rel: string }) => rel)]).toEqual(['ready', ['license', 'register']])
    expect(JSON.parse(await world.drm.toLicenceDocument(id)).rights).toEqual({ start: noon.toISOString() })
  })
})

describe('over HTTP', () => {
  it('registers, renews and returns, each with the status document', async () => {
    const { id } = await lend()
    const query = `?id=${device.id}&name=${encodeURIComponent(device.name)}`
    const registered = await ask('POST', id, `/register${query}`)
    expect(registered.headers.get('content-type')).toBe('application/vnd.readium.license.status.v1.0+json')
    expect(await registered.json()).toMatchObject({ status: 'active', events: [{ type: 'register', ...device }] })
    const renewed = await ask('PUT', id, `/renew${query}&end=${later(2 * dayMs).toISOString()}`)
    expect(await renewed.json()).toMatchObject({ status: 'active', events: [{}, { type: 'renew' }] })
    const returned = await ask('PUT', id, `/return${query}`)
    expect(await returned.json()).toMatchObject({ status: 'returned', events: [{}, {}, { type: 'return', ...device }] })
  })

  it('renews as long as is allowed when no end is asked for', async () => {
    const { id } = await lend()
    expect((await ask('PUT', id, '/renew')).status).toBe(200)
    expect((await world.drm.getLicence(world.db, id)).rights.end).toEqual(later(3 * dayMs))
  })

  it('refuses with the problems that the specification has', async () => {
    const problem = 'http://readium.org/license-status-document/error'
    const { id } = await lend()
    const { id: bought } = await buy()
    const { id: old } = await lend()
    const cases: [string, string, string, number, string][] = [
      ['POST', id, '/register', 400, `${problem}/registration`],
      ['POST', id, '/register?id=a', 400, `${problem}/registration`],
      ['PUT', id, '/renew?end=tomorrow', 403, `${problem}/renew/date`],
      ['PUT', id, `/renew?end=${later(9 * dayMs).toISOString()}`, 403, `${problem}/renew/date`],
      ['PUT', bought, '/return', 400, `${problem}/return`],
      ['PUT', randomUUID(), '/return', 404, `${problem}/return`],
    ]
    for (const [method, licenceId, path, status, type] of cases) {
      const answer = await ask(method, licenceId, path)
      expect(answer.headers.get('content-type'), path).toBe('application/problem+json')
      expect(await answer.json(), path).toMatchObject({
        type,
        status,
        title: expect.any(String),
        detail: expect.any(String),
      })
      expect(answer.status).toBe(status)
    }
    await ask('PUT', id, '/return')
    expect(await (await ask('PUT', id, '/return')).json()).toMatchObject({
      type: `${problem}/return/already`,
      status: 403,
    })
    expect(await (await ask('POST', id, '/register?id=a&name=b')).json()).toMatchObject({ status: 400 })
    world.at(later(dayMs))
    expect(await (await ask('PUT', old, '/return')).json()).toMatchObject({ type: `${problem}/return/expired` })
    expect(await (await ask('PUT', old, '/renew')).json()).toMatchObject({ type: `${problem}/renew` })
  })

  it('knows its addresses and methods only', async () => {
    const { id } = await lend()
    expect((await ask('DELETE', id)).status).toBe(405)
    expect((await ask('GET', id, '/return')).status).toBe(405)
    expect((await ask('GET', randomUUID())).status).toBe(404)
    expect((await fetch(`${world.url}/drm/licences/nothing`)).status).toBe(404)
    expect((await fetch(`${world.url}/drm/files/nothing`)).status).toBe(403)
    expect(await (await fetch(`${world.url}/drm/hint`)).text()).toContain('passphrase')
    const { id: copy } = await world.issue(marked)
    expect((await ask('GET', copy, '/publication')).status).toBe(404)
    await expect(world.drm.toLicenceDocument(copy)).rejects.toMatchObject(code('scheme_has_none'))
  })

  it('serves the publication by range as long as the licence lives, and says how much there is', async () => {
    const { id } = await lend()
    const get = (headers: Record<string, string>, method = 'GET') =>
      fetch(`${world.url}/drm/licences/${id}/publication`, { method, headers })
    const whole = await get({})
    const bytes = Buffer.from(await whole.arrayBuffer())
    const etag = whole.headers.get('etag') ?? ''
    expect([whole.status, whole.headers.get('accept-ranges'), bytes.length]).toEqual([
      200,
      'bytes',
      Number(whole.headers.get('content-length')),
    ])
    const part = await get({ range: 'bytes=10-19' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${bytes.length}`])
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20))
    const behind = await get({ range: `bytes=${bytes.length}-` })
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`])
    expect((await get({ range: 'bytes=0-1', 'if-range': '"another"' })).status).toBe(200)
    expect((await get({ 'if-none-match': etag })).status).toBe(304)
    const head = await get({}, 'HEAD')
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(bytes.length),
      '',
    ])
    await world.end(id, 'revoked')
    expect((await get({})).status).toBe(403)
  })

  it('asks whoever opens a file for the entitlement, and not before the licence begins', async () => {
    const { id } = await lend()
    await expect(world.drm.openFile({ licenceId: id, mayRead: async () => false })).rejects.toMatchObject(
      code('not_entitled'),
    )
    const rights = { start: later(1000), end: later(dayMs), copy: null, print: null }
    const { id: early } = await lend({ rights })
    await expect(world.drm.openFile({ licenceId: early, mayRead: async () => true })).rejects.toMatchObject(
      code('not_entitled'),
    )
    const file = await world.drm.openFile({ licenceId: id, mayRead: async () => true })
    for (const range of [
      { first: 5, last: 4 },
      { first: -1, last: 4 },
      { first: 0, last: file.bytes },
    ])
      expect(() => file.read(range)).toThrow(expect.objectContaining(code('range_invalid')))
  })
})
