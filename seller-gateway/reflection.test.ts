// Reflection, asked as grpcurl asks it: over the wire, by name, and everything that a name needs must come with it.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { credentials, loadPackageDefinition } from '@grpc/grpc-js'
import type { ClientDuplexStream, ServiceClientConstructor } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import descriptor from 'protobufjs/ext/descriptor/index.js'
import type { IDescriptorProto, IFileDescriptorProto } from 'protobufjs/ext/descriptor/index.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig, startGateway } from './index.ts'
import type { Gateway } from './index.ts'

const services = [
  'quire.gateway.v1.SellerGateway',
  'quire.onboarding.v1.SellerOnboarding',
  'quire.seller.v1.SellerService',
]
const health = 'grpc.health.v1.Health'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway(loadConfig({ QUIRE_GATEWAY_ADDR: '127.0.0.1:0', QUIRE_LOG_LEVEL: 'silent' }))
})
afterAll(() => gateway.close())

describe.each(['v1', 'v1alpha'])('reflection %s', (version) => {
  it('lists the services and health', async () => {
    const answer = await ask(version, { listServices: '*' })
    const names = answer.listServicesResponse?.service.map(({ name }) => name)
    expect(names?.toSorted()).toEqual([health, ...services])
  })

  it.each([...services, health, 'google.rpc.BadRequest'])(
    'describes %s with everything that it needs',
    async (symbol) => {
      const files = await filesFor(version, symbol)
      const types = new Set(files.flatMap(typesIn))
      const names = files.map(({ name }) => name)
      for (const file of files) {
        expect(names).toEqual(expect.arrayContaining(file.dependency ?? []))
        for (const type of typesUsedIn(file)) expect(types).toContain(type)
      }
      expect(files.flatMap(symbolsIn)).toContain(symbol)
    },
  )
})

it('names fields as the contracts do', async () => {
  const files = await filesFor('v1', 'quire.gateway.v1.Quote')
  const quote = files
    .flatMap(({ messageType = [] }) => messageType ?? [])
    .find(({ name, field }) => name === 'Quote' && field?.some(({ name: one }) => one === 'order_token'))
  expect(quote?.field?.[0]).toMatchObject({ name: 'quote_id', jsonName: 'quoteId' })
})

interface Answer {
  listServicesResponse?: { service: { name: string }[] }
  fileDescriptorResponse?: { fileDescriptorProto: Buffer[] }
}

async function filesFor(version: string, symbol: string): Promise<IFileDescriptorProto[]> {
  const answer = await ask(version, { fileContainingSymbol: symbol })
  const encoded = answer.fileDescriptorResponse?.fileDescriptorProto ?? []
  return encoded.map((bytes) => descriptor.FileDescriptorProto.decode(bytes) as IFileDescriptorProto)
}

/** One question on a stream of its own. */
async function ask(version: string, question: object): Promise<Answer> {
  const client = connect(version)
  const call = client['serverReflectionInfo']?.() as ClientDuplexStream<object, Answer>
  call.write(question)
  call.end()
  const answers = (await Array.fromAsync(call)) as Answer[]
  client.close()
  expect(answers).toHaveLength(1)
  return answers[0] ?? {}
}

function connect(version: string) {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@grpc/reflection/package.json')), 'build/proto')
  const loaded = loadPackageDefinition(loadSync(join(folder, `grpc/reflection/${version}/reflection.proto`)))
  const [grpc] = [loaded['grpc']] as unknown as {
    reflection: Record<string, { ServerReflection: ServiceClientConstructor }>
  }[]
  const Client = grpc?.reflection[version]?.ServerReflection
  if (!Client) throw new Error(`no reflection ${version}`)
  return new Client(gateway.addr, credentials.createInsecure())
}

function typesIn({ package: scope = '', messageType, enumType }: IFileDescriptorProto): string[] {
  const within = (at: string, messages: IDescriptorProto[]): string[] =>
    messages.flatMap(({ name, nestedType, enumType: enums }) => [
      `${at}.${name}`,
      ...within(`${at}.${name}`, nestedType ?? []),
      ...(enums ?? []).map((one) => `${at}.${name}.${one.name}`),
    ])
  return [...within(`.${scope}`, messageType ?? []), ...(enumType ?? []).map(({ name }) => `.${scope}.${name}`)]
}

function typesUsedIn({ messageType, service }: IFileDescriptorProto): string[] {
  const within = (messages: IDescriptorProto[]): string[] =>
    messages.flatMap(({ field, nestedType }) => [
      ...(field ?? []).flatMap(({ typeName }) => typeName || []),
      ...within(nestedType ?? []),
    ])
  const calls = (service ?? []).flatMap(({ method }) => method ?? [])
  return [
    ...within(messageType ?? []),
    ...calls.flatMap(({ inputType = '', outputType = '' }) => [inputType, outputType]),
  ]
}

function symbolsIn(file: IFileDescriptorProto): string[] {
  const own = (file.service ?? []).map(({ name }) => `${file.package}.${name}`)
  return [...own, ...typesIn(file).map((type) => type.slice(1))]
}
