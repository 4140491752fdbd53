/** Errors of texts that an evaluation stops at one by one: of files that it certainly reads, and of no others. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { sourceErrors } from '../../src/nix/source-errors.js'
import { temporaryFolder } from '../support/compile.js'

/** The places and messages of what is wrong with a module; `broken.nix` beside it is no Nix. */
const errorsOf = (module: string, others: Readonly<Record<string, string>> = {}) => {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries({ 'infra.nix': module, 'broken.nix': '{ = }', ...others })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return sourceErrors([join(folder, 'infra.nix')]).map(({ code, labels: [label] }) => {
    const { file, line, column } = label!.position
    return `${code} ${file.slice(folder.length + 1)}:${line}:${column}`
  })
}

const broken = ['nix-syntax broken.nix:1:3']

it.each([
  '{ imports = [ ./broken.nix ]; }',
  '{ lib, ... }: { imports = [ ./broken.nix ]; }',
  'args: let x = 1; in with args.lib; { imports = [ { } ] ++ [ ./broken.nix ]; }',
  '{ imports = [ (import ./broken.nix) ]; options = { }; }',
  '{ imports = [ (import ./broken.nix { a = 1; }) ]; disabledModules = [ ./broken.nix ]; }',
])('a file that is imported whatever happens is read: %s', module => {
  expect(errorsOf(module)).toEqual(broken)
})

it.each([
  '{ imports = if false then [ ./broken.nix ] else [ ]; }',
  '{ lib, ... }: { imports = lib.optional false ./broken.nix; }',
  '{ imports = [ (x: import ./broken.nix) ]; }',
  'let import = x: { }; in { imports = [ (import ./broken.nix) ]; }',
  '{ lib }: { imports = [ ./broken.nix ]; }',
  '{ imports = [ ./broken.nix ]; config = { }; locals = { }; }',
  '{ imports = [ ./broken.nix ]; _class = "nixos"; }',
  '{ imports = [ ./broken.nix ]; ${"imp" + "orts"} = [ ]; }',
  'assert false; { imports = [ ./broken.nix ]; }',
  '{ imports = [ ./broken.nix ]; } // { imports = [ ]; }',
  '{ locals.x = ./broken.nix; }',
])('a file that may be left alone is: %s', module => {
  expect(errorsOf(module)).toEqual([])
})

it('follows imports through folders, each file once, and names what is not there', () => {
  const others = {
    'servers/default.nix': '{ imports = [ ../infra.nix ./web.nix ./absent.nix ]; }',
    'servers/web.nix': '{ lib, ... }: { locals.x = libb.y; locals.z = with lib; anything; }',
    'empty/note.txt': '',
  }
  expect(
    errorsOf('{ imports = [ ./servers ./empty ./data.json ]; }', { ...others, 'data.json': '{' }),
  ).toEqual([
    'nix-missing-file infra.nix:1:25',
    'nix-missing-file servers/default.nix:1:38',
    'nix-undefined-variable servers/web.nix:1:28',
  ])
})

it('finds all undefined variables of a file, and of syntax errors the first', () => {
  expect(errorsOf('{ a = one; b = two three; }')).toEqual([
    'nix-undefined-variable infra.nix:1:7',
    'nix-undefined-variable infra.nix:1:16',
    'nix-undefined-variable infra.nix:1:20',
  ])
  expect(errorsOf('{ a = ; b = ; }')).toEqual(['nix-syntax infra.nix:1:7'])
})

it('suggests the names that are near', () => {
  const file = join(temporaryFolder(), 'infra.nix')
  writeFileSync(file, '{ lib, config, pkgs, options, ... }: { a = libb; b = nothing; }')
  expect(sourceErrors([file]).map(({ hint }) => hint)).toEqual(["did you mean 'lib'?", undefined])
})
