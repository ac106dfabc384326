// Server reflection as standard tools expect it, from the contracts as buf compiles them. What proto-loader would give has our names of fields,
// relative names of types and no imports (grpc/grpc-node#2595); grpcurl and protobuf's own libraries refuse that.
import { ReflectionService } from '@grpc/reflection'
import { descriptors } from '@quire/proto/descriptors'
import descriptor from 'protobufjs/ext/descriptor/index.js'

const { FileDescriptorProto } = descriptor
type Definition = ConstructorParameters<typeof ReflectionService>[0]

/** Reflection that lists `services` and health, and describes every message of the contracts and of the errors' details. */
export function createReflection(services: readonly string[]): ReflectionService {
  const fileDescriptorProtos = descriptors.map((file) =>
    Buffer.from(FileDescriptorProto.encode(FileDescriptorProto.fromObject(file)).finish()),
  )
  // The service reads nothing of a definition but its files.
  const definition = { contracts: { fileDescriptorProtos } } as unknown as Definition
  return new ReflectionService(definition, { services: [...services, 'grpc.health.v1.Health'] })
}
