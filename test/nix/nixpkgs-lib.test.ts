/** Errors show places of the user's files, wherever nixpkgs' lib comes from. */
import { describe, expect, it } from 'vitest'
import { evaluationDiagnostic } from '../../src/nix/evaluation-error.js'
import { nixpkgsLibFinder } from '../../src/nix/nixpkgs-lib.js'
import type { TraceEntry } from '../../src/nix/trace.js'

const files: Readonly<Record<string, string>> = {
  '/nix/store/x-source/lib/.version': '26.05',
  '/nix/store/x-source/lib/strings-with-deps.nix': '{ }',
  '/old/nixpkgs/lib/../.version': '22.11',
  '/old/nixpkgs/lib/strings-with-deps.nix': '{ }',
  '/home/me/infra/lib/modules.nix': '{ }',
}
const read = (file: string): string | undefined => files[file]

describe('a file of nixpkgs’ lib', () => {
  const isNixpkgs = nixpkgsLibFinder(read)

  it.each([
    ['/nix/store/x-source/lib/modules.nix', true],
    ['/nix/store/x-source/lib/systems/parse.nix', true],
    ['/old/nixpkgs/lib/lists.nix', true],
    ['/nix/store/x-source/pkgs/top-level/default.nix', false],
    ['/home/me/infra/lib/modules.nix', false],
  ])('%s: %s', (file, expected) => {
    expect(isNixpkgs(file)).toBe(expected)
  })
})

describe('the places of an error', () => {
  const at = (file: string): TraceEntry => ({
    message: 'from call site',
    position: { file, line: 1, column: 1 },
  })
  const places = (...trace: readonly TraceEntry[]) =>
    evaluationDiagnostic(
      { message: 'it fails', trace },
      { isForeign: () => false, showTrace: false, read },
    ).labels.map(({ position }) => position.file)

  it('are the user’s', () => {
    expect(places(at('/nix/store/x-source/lib/strings.nix'), at('/home/me/infra/infra.nix'))).toEqual([
      '/home/me/infra/infra.nix',
    ])
  })

  it('are those in the lib where there are no others', () => {
    expect(places(at('/nix/store/x-source/lib/strings.nix'))).toEqual(['/nix/store/x-source/lib/strings.nix'])
  })
})
