/**
 * The messages of Terraform's plugin protocol 6 (minor version 8) that a provider without functions and without moves
 * between types needs, with their public field numbers:
 * https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
 * Terraform and OpenTofu speak the same protocol.
 */
const one = <const T extends string>(number: number, type: T) => ({ number, type })
const list = <const T extends string>(number: number, type: T) => ({ number, type, many: 'list' }) as const
const map = <const T extends string>(number: number, type: T) => ({ number, type, many: 'map' }) as const

/** Validation of a resource's, a data source's and an ephemeral resource's configuration look the same. */
const typedConfig = { type_name: one(1, 'string'), config: one(2, 'DynamicValue') } as const
const onlyDiagnostics = { diagnostics: list(1, 'Diagnostic') } as const

export const messages = {
  DynamicValue: { msgpack: one(1, 'bytes'), json: one(2, 'bytes') },
  Diagnostic: {
    severity: one(1, 'int'),
    summary: one(2, 'string'),
    detail: one(3, 'string'),
    attribute: one(4, 'AttributePath'),
  },
  AttributePath: { steps: list(1, 'PathStep') },
  PathStep: {
    attribute_name: one(1, 'string'),
    element_key_string: one(2, 'string'),
    element_key_int: one(3, 'int'),
  },

  Schema: { version: one(1, 'int'), block: one(2, 'Block') },
  Block: {
    version: one(1, 'int'),
    attributes: list(2, 'Attribute'),
    block_types: list(3, 'NestedBlock'),
    description: one(4, 'string'),
    description_kind: one(5, 'int'),
    deprecated: one(6, 'bool'),
  },
  Attribute: {
    name: one(1, 'string'),
    type: one(2, 'bytes'),
    description: one(3, 'string'),
    required: one(4, 'bool'),
    optional: one(5, 'bool'),
    computed: one(6, 'bool'),
    sensitive: one(7, 'bool'),
    description_kind: one(8, 'int'),
    deprecated: one(9, 'bool'),
    nested_type: one(10, 'NestedType'),
    write_only: one(11, 'bool'),
  },
  NestedType: { attributes: list(1, 'Attribute'), nesting: one(3, 'int') },
  NestedBlock: {
    type_name: one(1, 'string'),
    block: one(2, 'Block'),
    nesting: one(3, 'int'),
    min_items: one(4, 'int'),
    max_items: one(5, 'int'),
  },
  ServerCapabilities: { plan_destroy: one(1, 'bool'), get_provider_schema_optional: one(2, 'bool') },

  'GetMetadata.Response': {
    server_capabilities: one(1, 'ServerCapabilities'),
    data_sources: list(3, 'TypeMetadata'),
    resources: list(4, 'TypeMetadata'),
    ephemeral_resources: list(6, 'TypeMetadata'),
  },
  TypeMetadata: { type_name: one(1, 'string') },
  'GetProviderSchema.Response': {
    provider: one(1, 'Schema'),
    resource_schemas: map(2, 'Schema'),
    data_source_schemas: map(3, 'Schema'),
    diagnostics: list(4, 'Diagnostic'),
    server_capabilities: one(6, 'ServerCapabilities'),
    ephemeral_resource_schemas: map(8, 'Schema'),
  },

  'ValidateProviderConfig.Request': { config: one(1, 'DynamicValue') },
  'ValidateProviderConfig.Response': { diagnostics: list(2, 'Diagnostic') },
  'ConfigureProvider.Request': { terraform_version: one(1, 'string'), config: one(2, 'DynamicValue') },
  'ConfigureProvider.Response': onlyDiagnostics,
  'StopProvider.Response': { Error: one(1, 'string') },

  'ValidateResourceConfig.Request': typedConfig,
  'ValidateResourceConfig.Response': onlyDiagnostics,
  'UpgradeResourceState.Request': {
    type_name: one(1, 'string'),
    version: one(2, 'int'),
    raw_state: one(3, 'RawState'),
  },
  RawState: { json: one(1, 'bytes'), flatmap: map(2, 'string') },
  'UpgradeResourceState.Response': {
    upgraded_state: one(1, 'DynamicValue'),
    diagnostics: list(2, 'Diagnostic'),
  },
  'ReadResource.Request': {
    type_name: one(1, 'string'),
    current_state: one(2, 'DynamicValue'),
    private: one(3, 'bytes'),
  },
  'ReadResource.Response': {
    new_state: one(1, 'DynamicValue'),
    diagnostics: list(2, 'Diagnostic'),
    private: one(3, 'bytes'),
  },
  'PlanResourceChange.Request': {
    type_name: one(1, 'string'),
    prior_state: one(2, 'DynamicValue'),
    proposed_new_state: one(3, 'DynamicValue'),
    config: one(4, 'DynamicValue'),
    prior_private: one(5, 'bytes'),
  },
  'PlanResourceChange.Response': {
    planned_state: one(1, 'DynamicValue'),
    requires_replace: list(2, 'AttributePath'),
    planned_private: one(3, 'bytes'),
    diagnostics: list(4, 'Diagnostic'),
  },
  'ApplyResourceChange.Request': {
    type_name: one(1, 'string'),
    prior_state: one(2, 'DynamicValue'),
    planned_state: one(3, 'DynamicValue'),
    config: one(4, 'DynamicValue'),
    planned_private: one(5, 'bytes'),
  },
  'ApplyResourceChange.Response': {
    new_state: one(1, 'DynamicValue'),
    private: one(2, 'bytes'),
    diagnostics: list(3, 'Diagnostic'),
  },
  'ImportResourceState.Request': { type_name: one(1, 'string'), id: one(2, 'string') },
  'ImportResourceState.Response': {
    imported_resources: list(1, 'ImportedResource'),
    diagnostics: list(2, 'Diagnostic'),
  },
  ImportedResource: { type_name: one(1, 'string'), state: one(2, 'DynamicValue'), private: one(3, 'bytes') },

  'ValidateDataResourceConfig.Request': typedConfig,
  'ValidateDataResourceConfig.Response': onlyDiagnostics,
  'ReadDataSource.Request': typedConfig,
  'ReadDataSource.Response': { state: one(1, 'DynamicValue'), diagnostics: list(2, 'Diagnostic') },

  'ValidateEphemeralResourceConfig.Request': typedConfig,
  'ValidateEphemeralResourceConfig.Response': onlyDiagnostics,
  'OpenEphemeralResource.Request': typedConfig,
  'OpenEphemeralResource.Response': {
    diagnostics: list(1, 'Diagnostic'),
    result: one(3, 'DynamicValue'),
    private: one(4, 'bytes'),
  },
  'CloseEphemeralResource.Request': { type_name: one(1, 'string'), private: one(2, 'bytes') },
  'CloseEphemeralResource.Response': onlyDiagnostics,
} as const

type Messages = typeof messages
export type MessageName = keyof Messages

type Content<T> = T extends 'string'
  ? string
  : T extends 'bytes'
    ? Uint8Array
    : T extends 'bool'
      ? boolean
      : T extends 'int'
        ? number
        : T extends MessageName
          ? MessageOf<T>
          : never

type FieldValue<F> = F extends { readonly type: infer T; readonly many: infer M }
  ? M extends 'list'
    ? readonly Content<T>[]
    : Readonly<Record<string, Content<T>>>
  : F extends { readonly type: infer T }
    ? Content<T>
    : never

/** A message as an object: what was not sent is not there. */
export type MessageOf<N extends MessageName> = {
  readonly [K in keyof Messages[N]]?: FieldValue<Messages[N][K]> | undefined
}
