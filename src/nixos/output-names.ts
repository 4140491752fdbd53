/** Names in the Terraform document that belong to a host. nix/modules/hosts/names.nix makes them. */
const identifier = (host: string): string => host.replaceAll('.', '_')

export const targetOutput = (host: string): string => `terrane_host_${identifier(host)}`
export const inputsOutput = (host: string): string => `terrane_inputs_${identifier(host)}`
export const secretsOutput = (host: string): string => `terrane_secrets_${identifier(host)}`
export const hookLabel = (host: string): string => `terrane_deploy_${identifier(host)}`

/** Whether an address is that of a hook: to replace it is to deploy, and destroys nothing. */
export const isHook = (address: string): boolean => address.startsWith(`terraform_data.${hookLabel('')}`)
