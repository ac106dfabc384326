// TLS of the gateway's own port. A client certificate is asked for and never demanded: integrators with API keys have none. One that is shown counts
// only when it was issued under QUIRE_GATEWAY_CLIENT_CA, which Node's TLS checks and grpc-js respects (`getAuthContext` names no other).
import { readFileSync } from 'node:fs'
import { ServerCredentials } from '@grpc/grpc-js'
import type { TlsFiles } from './config.ts'

/** Credentials to listen with. Throws a sentence that names the variable whose file cannot be read. */
export function createCredentials(tls: TlsFiles | null): ServerCredentials {
  if (tls === null) return ServerCredentials.createInsecure()
  const cert = read('QUIRE_GATEWAY_TLS_CERT', tls.certFile)
  const key = read('QUIRE_GATEWAY_TLS_KEY', tls.keyFile)
  if (tls.clientCaFile === null) return ServerCredentials.createSsl(null, [{ cert_chain: cert, private_key: key }])
  return new WelcomingCertificates({ cert, key, ca: read('QUIRE_GATEWAY_CLIENT_CA', tls.clientCaFile) })
}

/** `ServerCredentials.createSsl` demands a certificate or asks for none; this asks. */
class WelcomingCertificates extends ServerCredentials {
  constructor(context: { cert: Buffer; key: Buffer; ca: Buffer }) {
    super({ requestCert: true, rejectUnauthorized: false }, context)
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other
  }
}

function read(variable: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new Error(`${variable}: ${file} cannot be read`, { cause })
  }
}
