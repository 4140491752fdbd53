/** The public TypeScript API: the same functions that the commands call. */
export type { Diagnostic, Label, Position, Severity } from './contracts/diagnostic.js'
export { TerraneError } from './contracts/diagnostic.js'
export type { TerraneEvent } from './contracts/events.js'
export { exitStatus } from './contracts/exit-status.js'
export { Secret } from './contracts/secret.js'
