/** What is wrong with a host, as data: at which option, what, and what to do about it. */
export interface HostProblem {
  /** From `nixos` on. */
  readonly path: readonly string[]
  readonly message: string
  readonly hint?: string
}

/** Makes the problems of one host. */
export type Complain = (option: readonly string[], message: string, hint?: string) => HostProblem

export const complainOf =
  (host: string): Complain =>
  (option, message, hint) => ({
    path: ['nixos', 'hosts', host, ...option],
    message: `the host '${host}' ${message}`,
    ...(hint === undefined ? {} : { hint }),
  })

/** What is known of a project beyond its hosts. */
export interface HostSurroundings {
  /** All that the project is made of is copied into the store. */
  readonly inFlake: boolean
}
