// The contracts as buf compiles them, every import included: what reflection tells. One google.protobuf.FileDescriptorProto a file, as JSON.
import files from './gen/descriptors.json' with { type: 'json' }

export const descriptors: readonly { readonly name: string }[] = files
