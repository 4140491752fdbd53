/** Which object of the cloud a resource is: noted in the private data that Terraform keeps with each resource. */
import type { Values } from '../values/value.js'

export const privateOf = (key: string): Uint8Array => Buffer.from(JSON.stringify({ key }))

/** The key of a resource; its id where there is no private data, as after the hand-made import of a state. */
export const keyOf = (priv: Uint8Array | undefined, values: Values | null): string | undefined => {
  if (priv !== undefined && priv.length > 0) {
    const { key } = JSON.parse(Buffer.from(priv).toString('utf8')) as { readonly key?: unknown }
    if (typeof key === 'string') return key
  }
  const id = values?.id
  return typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint' ? String(id) : undefined
}
