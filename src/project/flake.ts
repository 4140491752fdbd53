/** Flakes on disk: how Nix names them, and how places in their copy in the store lead back to the checkout. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Diagnostic, Label } from '../contracts/diagnostic.js'

/** The folder of the git checkout that a folder lies in, or undefined. */
export const checkoutOf = (folder: string): string | undefined => {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (at === dirname(at)) return undefined
  }
}

/** The reference that `nix` gives a flake in a folder: `git+file:` in a checkout (tracked files only), else `path:`. */
export const flakeReference = (folder: string): string => {
  const checkout = checkoutOf(folder)
  if (checkout === undefined) return `path:${encodeURI(folder)}`
  const within = relative(checkout, folder)
  return `git+file://${encodeURI(checkout)}${within === '' ? '' : `?dir=${encodeURIComponent(within)}`}`
}

const inStore = /^\/nix\/store\/[a-z0-9]{32}-source(?:\/(.*))?$/

/**
 * The file that a file in the store's copy of a flake was copied from, where it is there; any other file as it is. The
 * sources of its inputs have the same name in the store: only what is the same file is taken for it.
 */
export const fileInCheckout = (file: string, flake: string): string => {
  const within = inStore.exec(file)?.[1]
  const source = within === undefined ? undefined : join(checkoutOf(flake) ?? flake, within)
  return source !== undefined && isCopy(file, source) ? source : file
}

const isCopy = (copy: string, source: string): boolean => {
  try {
    const [a, b] = [statSync(copy), statSync(source)]
    if (a.isDirectory() || b.isDirectory()) return a.isDirectory() && b.isDirectory()
    return a.size === b.size && readFileSync(copy).equals(readFileSync(source))
  } catch {
    return false
  }
}

/** A text with the files of the store's copy named as in the checkout. */
const textInCheckout = (text: string, flake: string): string =>
  text.replace(/\/nix\/store\/[a-z0-9]{32}-source\/[^\s'"`:]+/g, file => fileInCheckout(file, flake))

/** Rewrites places in the store's copy of a flake to the file in the checkout, where that exists. */
export const inCheckout = (diagnostic: Diagnostic, flake: string): Diagnostic => {
  const top = checkoutOf(flake) ?? flake
  const back = (label: Label): Label => ({
    ...label,
    position: { ...label.position, file: fileInCheckout(label.position.file, flake) },
  })
  const labels = diagnostic.labels.map(back)
  const placed = {
    ...diagnostic,
    message: textInCheckout(diagnostic.message, flake),
    labels,
    ...(diagnostic.notes === undefined
      ? {}
      : { notes: diagnostic.notes.map(note => textInCheckout(note, flake)) }),
  }
  return untracked({ ...diagnostic, labels }, top) ?? unlocked(placed, flake) ?? placed
}

/** Inputs are not looked up by the way: which version they have is for the user to decide. */
const unlocked = (diagnostic: Diagnostic, flake: string): Diagnostic | undefined =>
  /requires lock file changes/.test(diagnostic.message)
    ? { ...diagnostic, hint: `nix flake lock ${flake}` }
    : undefined

/** The same for a flake that a host is taken from, whose reference the message names. */
export const withLockHint = (diagnostic: Diagnostic): Diagnostic => {
  const [, folder, within = ''] =
    /flake '(?:git\+file:\/\/|path:)(\/[^'?]*)(?:\?dir=([^'&]*))?/.exec(diagnostic.message) ?? []
  return folder === undefined ? diagnostic : (unlocked(diagnostic, join(folder, within)) ?? diagnostic)
}

/**
 * A git flake holds only what git tracks. Old versions of Nix say "No such file" of a path in the store, newer ones that
 * the path does not exist in the repository; the user sees the file right there.
 */
const untracked = (diagnostic: Diagnostic, top: string): Diagnostic | undefined => {
  if (diagnostic.code !== 'nix-missing-file' && diagnostic.code !== 'nix-evaluation') return undefined
  const within =
    /\/nix\/store\/[a-z0-9]{32}-source\/([^'"\n:]+)/.exec(diagnostic.message)?.[1] ??
    /[Pp]ath '([^']+)'.* is not tracked by Git/.exec(diagnostic.message)?.[1]
  if (within === undefined || checkoutOf(top) === undefined || !existsSync(join(top, within)))
    return undefined
  return {
    ...diagnostic,
    code: 'flake-untracked-file',
    message: `the flake can't see ${within}: git does not track it`,
    notes: [diagnostic.message, ...(diagnostic.notes ?? [])],
    hint: `git add --intent-to-add ${within}`,
  }
}
