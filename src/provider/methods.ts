/** The calls of the plugin protocol, each with what answers it. Terraform is told of any other that there is none. */
import { closeEphemeral, openEphemeral, queryData } from './answers.js'
import { blockOf, type Configured, diagnosticsOf, type Mock, operationOf, perform, received } from './mock.js'
import { applyResource } from './resources/apply.js'
import { planResource } from './resources/plan.js'
import { importResource, readResource, upgradeResource } from './resources/read.js'
import { refusalsOf } from './values/refuse.js'
import type { Values } from './values/value.js'
import type { Connection, Method } from './wire/grpc.js'
import type { MessageName, MessageOf } from './wire/messages.js'
import { decodeMessage, encodeMessage } from './wire/protobuf.js'
import { schemaMessage, schemaMessages } from './wire/schema-message.js'

/** The names of the calls that have something to say in both directions. */
type CallName = { [M in MessageName]: M extends `${infer N}.Request` ? N : never }[MessageName]

type Answer<N extends CallName> = (
  mock: Configured,
  request: MessageOf<`${N}.Request`>,
) => Promise<MessageOf<`${N}.Response`>>

interface Asked {
  readonly type_name?: string | undefined
  readonly config?: MessageOf<'DynamicValue'> | undefined
}

const configure = async (mock: Configured, { config }: Asked) => {
  const operation = operationOf(mock, { action: 'configure', config: received(config) })
  const { refusal } = await perform(mock, operation, () => undefined)
  return { diagnostics: diagnosticsOf(refusal) }
}

type SchemaKind = 'resource_schemas' | 'data_source_schemas' | 'ephemeral_resource_schemas'

const validate =
  (kind: SchemaKind) =>
  async (mock: Configured, { type_name: type = '', config: message }: Asked) => {
    const config = received(message) ?? {}
    const operation = operationOf(mock, { action: 'validate', type, config })
    const { refusal, result = [] } = await perform(mock, operation, () =>
      refusalsOf(blockOf(mock.schema[kind], type), config),
    )
    return { diagnostics: [...diagnosticsOf(refusal), ...result.flatMap(diagnosticsOf)] }
  }

const answers: { readonly [N in CallName]: Answer<N> } = {
  ValidateProviderConfig: async () => ({}),
  ConfigureProvider: configure,
  ValidateResourceConfig: validate('resource_schemas'),
  ValidateDataResourceConfig: validate('data_source_schemas'),
  ValidateEphemeralResourceConfig: validate('ephemeral_resource_schemas'),
  UpgradeResourceState: upgradeResource,
  ReadResource: readResource,
  PlanResourceChange: planResource,
  ApplyResourceChange: applyResource,
  ImportResourceState: importResource,
  ReadDataSource: queryData,
  OpenEphemeralResource: openEphemeral,
  CloseEphemeralResource: closeEphemeral,
}

/** The methods of a mock by path. Each provider block of a document has a connection and a configuration of its own. */
export const methodsOf = (mock: Mock): ReadonlyMap<string, Method> => {
  const settings = new WeakMap<Connection, Values>()
  const method =
    <N extends CallName>(name: N): Method =>
    async (bytes, connection) => {
      const request = decodeMessage<`${N}.Request`>(`${name}.Request`, bytes)
      if (name === 'ConfigureProvider') settings.set(connection, received((request as Asked).config) ?? {})
      const answer = answers[name] as Answer<N>
      const response = await answer({ ...mock, settings: settings.get(connection) ?? {} }, request)
      return encodeMessage<`${N}.Response`>(`${name}.Response`, response)
    }
  // Terraform asks for the schemas in each run, and those of a whole cloud have millions of bytes.
  const schemas = onceOnly(() => encodeMessage('GetProviderSchema.Response', schemasOf(mock)))

  const methods: readonly (readonly [string, Method])[] = [
    ['GetMetadata', async () => encodeMessage('GetMetadata.Response', metadataOf(mock))],
    ['GetProviderSchema', async () => schemas()],
    // Operations under way are let go on: a real provider finishes them too, and Terraform waits.
    ['StopProvider', async () => encodeMessage('StopProvider.Response', {})],
    ...Object.keys(answers).map(name => [name, method(name as CallName)] as const),
  ]
  return new Map(methods.map(([name, each]) => [`/tfplugin6.Provider/${name}`, each]))
}

const onceOnly = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const serverCapabilities = { get_provider_schema_optional: true }

const schemasOf = ({ schema }: Mock): MessageOf<'GetProviderSchema.Response'> => ({
  provider: schemaMessage(schema.provider ?? {}),
  resource_schemas: schemaMessages(schema.resource_schemas),
  data_source_schemas: schemaMessages(schema.data_source_schemas),
  ephemeral_resource_schemas: schemaMessages(schema.ephemeral_resource_schemas),
  server_capabilities: serverCapabilities,
})

const metadataOf = ({ schema }: Mock): MessageOf<'GetMetadata.Response'> => {
  const names = (schemas: object = {}) => Object.keys(schemas).map(type_name => ({ type_name }))
  return {
    server_capabilities: serverCapabilities,
    resources: names(schema.resource_schemas),
    data_sources: names(schema.data_source_schemas),
    ephemeral_resources: names(schema.ephemeral_resource_schemas),
  }
}
