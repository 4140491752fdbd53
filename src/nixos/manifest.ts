/**
 * The deploy manifest, `terrane.deploy.json`: what a deployment needs to know about each host, emitted beside
 * `config.tf.json` by the same modules. Values that Terraform computes are named by the output that carries them.
 */

export interface DeployManifest {
  readonly version: 1
  readonly hosts: Readonly<Record<string, ManifestHost>>
}

/** A literal, or the name of the Terraform output that will have it. */
export type LateString = string | { readonly output: string }

export interface ManifestHost {
  readonly target: {
    readonly host: LateString
    readonly port: number
    readonly user: string
    readonly sudo: boolean
  }
  readonly platform: string
  readonly action: 'switch' | 'boot' | 'test' | 'dry-activate'
  readonly tags: readonly string[]
  readonly trigger: 'driver' | 'terraform'
}

/** Names of the outputs that `nix/modules/` makes and a deployment reads. */
export const hostAddressOutput = (host: string): string => `terrane_host_${host}`
export const hostInputsOutput = (host: string): string => `terrane_inputs_${host}`
