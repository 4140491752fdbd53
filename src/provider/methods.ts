/** The calls of the plugin protocol, each with what answers it. Others count as not implemented. */
import { closeEphemeral, openEphemeral, queryData } from './answers.js'
import type { Operation } from './behaviour.js'
import { type Configured, diagnosticsOf, type Mock, perform, received } from './mock.js'
import { applyResource } from './resources/apply.js'
import { planResource } from './resources/plan.js'
import { importResource, readResource, upgradeResource } from './resources/read.js'
import type { Values } from './values/value.js'
import type { Connection, Method } from './wire/grpc.js'
import type { MessageName, MessageOf } from './wire/messages.js'
import { decodeMessage, encodeMessage } from './wire/protobuf.js'
import { schemaMessage, schemaMessages } from './wire/schema-message.js'

const call = <Q extends MessageName, R extends MessageName>(
  request: Q,
  response: R,
  answer: (request: MessageOf<Q>, connection: Connection) => MessageOf<R> | Promise<MessageOf<R>>,
): Method => {
  return async (bytes, connection) =>
    encodeMessage(response, await answer(decodeMessage(request, bytes), connection))
}

const serverCapabilities = { get_provider_schema_optional: true }

/** The methods of a mock by path. Each provider block of a document has a connection and a configuration of its own. */
export const methodsOf = (mock: Mock): ReadonlyMap<string, Method> => {
  const settings = new WeakMap<Connection, Values>()
  const configured = (connection: Connection): Configured => ({
    ...mock,
    settings: settings.get(connection) ?? {},
  })
  const checked = async (action: Operation['action'], type: string, config: Values | null) => {
    const operation = { provider: mock.provider, action, type, ...(config === null ? {} : { config }) }
    const { refusal } = await perform(mock, operation, () => undefined)
    return { diagnostics: diagnosticsOf(refusal) }
  }
  const validation = (kind: 'Resource' | 'DataResource' | 'EphemeralResource'): Method =>
    call(`Validate${kind}Config.Request`, `Validate${kind}Config.Response`, ({ type_name = '', config }) =>
      checked('validate', type_name, received(config)),
    )

  // Terraform asks for it in each run, and a whole cloud has millions of bytes.
  const announcement = onceOnly(() => encodeMessage('GetProviderSchema.Response', schemasOf(mock)))

  const methods: Readonly<Record<string, Method>> = {
    GetMetadata: call('Empty', 'GetMetadata.Response', () => metadataOf(mock)),
    GetProviderSchema: async () => announcement(),
    ValidateProviderConfig: call(
      'ValidateProviderConfig.Request',
      'ValidateProviderConfig.Response',
      () => ({}),
    ),
    ConfigureProvider: call(
      'ConfigureProvider.Request',
      'ConfigureProvider.Response',
      ({ config }, connection) => {
        settings.set(connection, received(config) ?? {})
        return checked('configure', '', received(config))
      },
    ),
    // Operations under way are let go on: a real provider finishes them too, and Terraform waits.
    StopProvider: call('Empty', 'StopProvider.Response', () => ({})),
    ValidateResourceConfig: validation('Resource'),
    ValidateDataResourceConfig: validation('DataResource'),
    ValidateEphemeralResourceConfig: validation('EphemeralResource'),
    UpgradeResourceState: call('UpgradeResourceState.Request', 'UpgradeResourceState.Response', request =>
      upgradeResource(mock, request),
    ),
    ReadResource: call('ReadResource.Request', 'ReadResource.Response', request =>
      readResource(mock, request),
    ),
    PlanResourceChange: call('PlanResourceChange.Request', 'PlanResourceChange.Response', request =>
      planResource(mock, request),
    ),
    ApplyResourceChange: call(
      'ApplyResourceChange.Request',
      'ApplyResourceChange.Response',
      (request, connection) => applyResource(configured(connection), request),
    ),
    ImportResourceState: call('ImportResourceState.Request', 'ImportResourceState.Response', request =>
      importResource(mock, request),
    ),
    ReadDataSource: call('ReadDataSource.Request', 'ReadDataSource.Response', (request, connection) =>
      queryData(configured(connection), request),
    ),
    OpenEphemeralResource: call(
      'OpenEphemeralResource.Request',
      'OpenEphemeralResource.Response',
      (request, connection) => openEphemeral(configured(connection), request),
    ),
    CloseEphemeralResource: call(
      'CloseEphemeralResource.Request',
      'CloseEphemeralResource.Response',
      request => closeEphemeral(mock, request),
    ),
  }
  return new Map(Object.entries(methods).map(([name, method]) => [`/tfplugin6.Provider/${name}`, method]))
}

const onceOnly = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

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
