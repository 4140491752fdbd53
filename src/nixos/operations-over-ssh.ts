import type { HostOperations } from './operations.js'

export const operationsOverSsh = undefined as unknown as HostOperations
