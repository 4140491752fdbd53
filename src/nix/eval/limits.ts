/** Nix' `max-call-depth`. */
export const maxCallDepth = 10_000
