// The way to a seller's gRPC endpoint. The name is resolved and judged by whoever runs the kit: the gateway's guard for strangers' addresses,
// nothing but the resolver where an operator named the address on the command line.
import { Client, credentials } from '@grpc/grpc-js'
import type { CheckedAddress } from '../../core/address-guard.ts'

export interface GrpcTarget {
  /** `host:port`. */
  address: string
  isPlaintext: boolean
  /** Sent as `authorization: Bearer`. */
  apiKey: string
  /** Who signed the endpoint's certificate, PEM; the usual authorities when left out. */
  certificateAuthority?: Buffer
  /** The one address to connect to. Throws when that may not be connected to. */
  resolve(host: string): Promise<CheckedAddress>
}

/** Where a connection really goes. */
export interface Place {
  address: string
  family: 4 | 6
  port: number
}

// As the gateway's own channel: a quote is some 200 bytes.
const messageMaxBytes = 1024 * 1024
const connectTimeoutMs = 5_000

/** Reads `host:port` and resolves the host. Throws an error that says what is wrong. */
export async function findPlace({ address, resolve }: GrpcTarget): Promise<Place> {
  const [, host, port] = /^([a-z0-9.-]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(address) ?? []
  if (host === undefined || port === undefined) throw new Error(`the address must be host:port, not ${address}`)
  return { ...(await resolve(host.replace(/^\[(.*)\]$/, '$1'))), port: Number(port) }
}

/** A connected client. `place` may be a proxy's: the seller's name is still what is asked for and verified. */
export async function openClient(target: GrpcTarget, place: Place): Promise<Client> {
  const { address, isPlaintext, certificateAuthority } = target
  const secure = isPlaintext ? credentials.createInsecure() : credentials.createSsl(certificateAuthority)
  const to = place.family === 6 ? `ipv6:[${place.address}]:${place.port}` : `ipv4:${place.address}:${place.port}`
  const client = new Client(to, secure, {
    'grpc.max_receive_message_length': messageMaxBytes,
    'grpc.enable_retries': 0, // what the kit sends is sent once
    'grpc.service_config_disable_resolution': 1,
    'grpc.default_authority': address,
    ...(!isPlaintext && { 'grpc.ssl_target_name_override': address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1') }),
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  client.waitForReady(Date.now() + connectTimeoutMs, (error) => (error ? reject(error) : resolve()))
  await promise.catch((cause: unknown) => {
    client.close()
    throw new Error(`${address} cannot be reached over ${isPlaintext ? 'plain text' : 'TLS'}`, { cause })
  })
  return client
}
