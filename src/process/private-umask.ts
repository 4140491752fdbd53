/**
 * Runs `body`, which starts a process, under umask 077: what the child makes, only its owner may read. Starting a
 * process is synchronous, so that nothing else of ours sees the changed mask.
 */
export const underPrivateUmask = <T>(body: () => T): T => {
  const before = process.umask(0o077)
  try {
    return body()
  } finally {
    process.umask(before)
  }
}
