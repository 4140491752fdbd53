/**
 * Thrown, and caught by builtin.ts, where nix/definitions itself has to look: at what fails, so that it says where, and
 * at what nobody writes.
 */
export const longWay = Symbol('the long way')
