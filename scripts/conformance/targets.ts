// What the kit is run against: one endpoint that an operator names, or sellers of a sandbox of its own.
import { lookup } from 'node:dns/promises'
import { connectGrpcSubject } from '../../seller-gateway/conformance/index.ts'
import type { KitOptions, Subject } from '../../seller-gateway/conformance/index.ts'
import { Problem } from '../problem.ts'
import type { Arguments } from './arguments.ts'

export interface Target {
  subject: Subject
  options: KitOptions
}

export interface Targets {
  names: readonly string[]
  open(name: string): Promise<Target>
  close(): Promise<void>
}

/** Opens what the arguments name. Throws Problem. */
export async function openTargets(args: Arguments): Promise<Targets> {
  return args.target === null ? await sandboxTargets(args) : endpoint(args, args.target)
}

function endpoint({ key, isPlaintext, certificateAuthority, kit }: Arguments, address: string): Targets {
  return {
    names: [address],
    close: async () => {},
    async open() {
      const subject = await connectGrpcSubject({
        address,
        isPlaintext,
        apiKey: key,
        ...(certificateAuthority && { certificateAuthority }),
        resolve, // whoever sits here may connect to anything: no rule of the gateway's applies
      }).catch((cause: unknown) => {
        throw new Problem(`${cause instanceof Error ? cause.message : String(cause)}.`, { cause })
      })
      return { subject, options: kit }
    },
  }
}

async function sandboxTargets({ seller, kit }: Arguments): Promise<Targets> {
  // Only now: an integrator's endpoint needs no sandbox.
  const { sandboxOptions, sandboxSellerIds, startKitSandbox } =
    await import('../../seller-gateway/conformance/testing/kit-sandbox.ts')
  if (seller !== 'all' && !sandboxSellerIds.includes(seller))
    throw new Problem(`There is no sandbox seller ${seller}; there are ${sandboxSellerIds.join(', ')}.`)
  const sandbox = await startKitSandbox()
  return {
    names: seller === 'all' ? sandboxSellerIds : [seller],
    open: async (name) => ({
      subject: await sandbox.connect(name),
      options: { ...sandboxOptions, ...(kit.checks && { checks: kit.checks }) },
    }),
    close: () => sandbox.close(),
  }
}

async function resolve(host: string) {
  const { address, family } = await lookup(host).catch((cause: unknown) => {
    throw new Error(`The name ${host} does not resolve`, { cause })
  })
  return { address, family: family === 6 ? (6 as const) : (4 as const) }
}
