/** What answers at an address: a machine that is NixOS, or one that is to become it. */

export type Machine =
  | { readonly kind: 'nixos' }
  /** NixOS' installer: it runs from memory, and nothing is installed yet. */
  | { readonly kind: 'installer' }
  /** Another system, as it calls itself: `Debian GNU/Linux 12 (bookworm)`. */
  | { readonly kind: 'other'; readonly system: string }
  /** Nobody answers there (yet), or nobody lets us in. */
  | { readonly kind: 'silent'; readonly reason: string }

const mark = 'terrane-machine'

/**
 * Asks a machine what it is. /etc/NIXOS says too little: nixos-infect writes it long before the reboot that makes it true.
 * /run/current-system is made by the activation of a NixOS that runs; of an installer too, which says so in
 * /etc/os-release (nixpkgs, nixos/modules/profiles/installation-device.nix: `variant_id = "installer"`).
 */
export const askMachine: readonly string[] = [
  'sh',
  '-c',
  [
    `kind=other`,
    `if [ -e /run/current-system ]; then kind=nixos; fi`,
    `if grep -q '^VARIANT_ID="*installer"*$' /etc/os-release 2>/dev/null; then kind=installer; fi`,
    `echo "${mark} $kind $(sed -n 's/^PRETTY_NAME=//p' /etc/os-release 2>/dev/null | tr -d '"' | head -n 1)"`,
  ].join('\n'),
]

/** What the machine has answered; some clouds let nobody in, and say so in another way. */
export const readMachine = (answer: string): Machine => {
  const lines = answer.split('\n')
  const [, kind, system = ''] =
    lines.map(line => new RegExp(`^${mark} (\\w+) (.*)$`).exec(line)).find(found => found !== null) ?? []
  if (kind === 'nixos' || kind === 'installer') return { kind }
  if (kind === 'other') return { kind, system: system.trim() || 'a system without a name' }
  return { kind: 'silent', reason: lines.find(line => line.trim() !== '')?.trim() ?? 'it says nothing' }
}
