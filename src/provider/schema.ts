/**
 * Provider schemas as `terraform providers schema -json` prints them
 * (https://developer.hashicorp.com/terraform/cli/commands/providers/schema), as far as they are needed here.
 */

/** A type of Terraform's type system in its JSON form. */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', Type]
  | readonly ['tuple', readonly Type[]]
  /** The third element names the attributes that may be left out; only type constraints have it. */
  | readonly ['object', Readonly<Record<string, Type>>, (readonly string[])?]

export type Nesting = 'single' | 'group' | 'list' | 'set' | 'map'

export interface Attribute {
  readonly type?: Type
  /** Instead of `type`, for an attribute whose own attributes have a schema. */
  readonly nested_type?: NestedType
  readonly description?: string
  readonly description_kind?: DescriptionKind
  readonly required?: boolean
  readonly optional?: boolean
  readonly computed?: boolean
  readonly sensitive?: boolean
  readonly deprecated?: boolean
  readonly write_only?: boolean
}

export interface NestedType {
  readonly attributes?: Attributes
  readonly nesting_mode: Nesting
}

export type Attributes = Readonly<Record<string, Attribute>>

export interface Block {
  readonly attributes?: Attributes
  readonly block_types?: Readonly<Record<string, NestedBlock>>
  readonly description?: string
  readonly description_kind?: DescriptionKind
  readonly deprecated?: boolean
}

export interface NestedBlock {
  readonly block?: Block
  readonly nesting_mode: Nesting
  readonly min_items?: number
  readonly max_items?: number
}

export type DescriptionKind = 'plain' | 'markdown'

export interface Schema {
  readonly version?: number
  readonly block?: Block
}

export type Schemas = Readonly<Record<string, Schema>>

export interface ProviderSchema {
  readonly provider?: Schema
  readonly resource_schemas?: Schemas
  readonly data_source_schemas?: Schemas
  readonly ephemeral_resource_schemas?: Schemas
}

/** A whole dump. The keys are addresses: `registry.terraform.io/hashicorp/aws`. */
export interface ProviderSchemas {
  readonly format_version: string
  readonly provider_schemas: Readonly<Record<string, ProviderSchema>>
}
