// The connection to a seller that speaks gRPC: only to an address that was checked, and known to stand before anything is sent.
import { Client, connectivityState, credentials } from '@grpc/grpc-js'
import { checkPort, resolveChecked } from '../../core/address-guard.ts'
import type { AddressRule } from '../../core/address-guard.ts'
import { SellerFailure } from '../../core/seller-failure.ts'

export interface GrpcConnection {
  protocol: 'grpc'
  /** `host:port`; nothing else: no other gRPC naming scheme is let in. */
  address: string
  /** The version of the contract that the seller has pinned, `quire.seller.v1`. */
  contractVersion: string
  /** Plain text only for loopback sellers. */
  tls: boolean
  apiKey: string
}

export interface Channel {
  /** A connected client, to send one request. Rejects with SellerFailure `actedOn: 'no'`, or with `signal.reason`. */
  ready(signal: AbortSignal): Promise<Client>
  close(): void
}

// A quote is some 200 bytes; a megabyte is a mistake or an attack.
const messageMaxBytes = 1024 * 1024
const connectTimeoutMs = 1_000

const options = {
  'grpc.max_receive_message_length': messageMaxBytes,
  'grpc.enable_retries': 0, // retries have one owner, and orders have none
  'grpc.service_config_disable_resolution': 1,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2_000,
  'grpc.enable_channelz': 0, // nobody serves it, and it is counted for every message
}

/** A channel that connects when it is first needed. Throws when the address is wrong. */
export function createChannel(connection: GrpcConnection, rule: AddressRule & { onRequest: () => void }): Channel {
  const target = parseTarget(connection, rule)
  let current: Promise<Client> | null = null

  /** The client in use, or a new one when that has lost its address: it may have moved, and is resolved and checked again. */
  async function usable(): Promise<Client> {
    const inspected = current
    const old = await inspected?.catch(() => null)
    const isDown = old?.getChannel().getConnectivityState(false) === connectivityState.TRANSIENT_FAILURE
    if (isDown && current === inspected) {
      old?.close()
      current = null
    }
    current ??= connect(target, connection.tls, rule)
    const mine = current
    return mine.catch((error: unknown) => {
      if (current === mine) current = null
      throw error
    })
  }

  return {
    async ready(signal) {
      const client = await usable()
      await untilConnected(client)
      if (signal.aborted) throw signal.reason
      rule.onRequest()
      return client
    },
    close: () => void current?.then((client) => client.close()).catch(() => {}),
  }
}

async function connect({ host, port }: Target, isSecure: boolean, rule: AddressRule): Promise<Client> {
  const [{ address, family }] = await resolveChecked(host, rule)
  const secure = isSecure ? credentials.createSsl() : credentials.createInsecure()
  return new Client(family === 6 ? `ipv6:[${address}]:${port}` : `ipv4:${address}:${port}`, secure, {
    ...options,
    'grpc.default_authority': `${host}:${port}`,
    ...(isSecure && { 'grpc.ssl_target_name_override': host }),
  })
}

/** Waits for the connection, and no longer than its first failure: what is refused now is refused. */
async function untilConnected(client: Client): Promise<void> {
  const channel = client.getChannel()
  const deadline = Date.now() + connectTimeoutMs
  while (true) {
    const state = channel.getConnectivityState(true)
    if (state === connectivityState.READY) return
    if (state === connectivityState.TRANSIENT_FAILURE || state === connectivityState.SHUTDOWN) throw unreachable()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    channel.watchConnectivityState(state, deadline, (error) => (error ? reject(unreachable()) : resolve()))
    await promise
  }
}

function unreachable(): SellerFailure {
  return new SellerFailure('unavailable', 'cannot be reached', { actedOn: 'no' })
}

interface Target {
  host: string
  port: string
}

function parseTarget({ address, tls }: GrpcConnection, rule: AddressRule): Target {
  const [, host, port] = /^([a-z0-9.-]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(address) ?? []
  if (host === undefined || port === undefined) throw new Error(`a gRPC seller's address is host:port, not ${address}`)
  checkPort(Number(port), rule)
  if (!tls && !rule.allowLoopback) throw new Error(`a gRPC seller must use TLS: ${address}`)
  return { host, port }
}
