import type { Batch } from './fleet.js'

/** Reads `--batch`: a number of hosts, or a percentage. Undefined for anything else. */
export const readBatch = (text: string): Batch | undefined => {
  const [, percent] = /^(\d{1,3})%$/.exec(text) ?? []
  if (percent !== undefined)
    return Number(percent) >= 1 && Number(percent) <= 100 ? { percent: Number(percent) } : undefined
  return /^[1-9]\d*$/.test(text) ? { hosts: Number(text) } : undefined
}
