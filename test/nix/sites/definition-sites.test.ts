import { describe, expect, it } from 'vitest'
import { definitionSites } from '../../../src/nix/sites/definition-sites.js'
import { sourceTree } from '../../../src/nix/sites/source-tree.js'

const sites = (text: string, path: string) =>
  definitionSites(sourceTree('/module.nix', text)!, path.split('.')).map(
    ({ position: { line, column }, conditions, priority }) => ({
      at: `${line}:${column}`,
      ...(conditions.length === 0 ? {} : { conditions }),
      ...(priority === undefined ? {} : { priority: `${priority.function} ${priority.number}` }),
    }),
  )

describe('the places that define a path', () => {
  it('are bindings at the top of a module and under its config', () => {
    expect(sites('{ ... }: {\n  a.b = 1;\n}', 'a.b')).toEqual([{ at: '2:3' }])
    expect(sites('{\n  config.a = {\n    b = 1;\n  };\n}', 'a.b')).toEqual([{ at: '3:5' }])
    expect(sites('{ inherit a; }', 'a')).toEqual([{ at: '1:11' }])
  })

  it('are those of modules that are written as imports, too', () => {
    expect(sites('{ imports = [ ./a.nix ({ lib, ... }: { a = 1; }) ]; b = 2; }', 'a')).toEqual([
      { at: '1:40' },
    ])
  })

  it('lie in the elements of lists, as the module system names them', () => {
    expect(sites('{ a = [ { b = 1; } { b = 2; } ]; }', 'a.[definition 1-entry 2].b')).toEqual([
      { at: '1:22' },
    ])
    expect(sites('{ a = mkIf c ([ 1 ] ++ [ 2 ]); }', 'a.[definition 1-entry 2]')).toMatchObject([
      { at: '1:26' },
    ])
    expect(sites('{ a = [ 1 ]; }', 'a.[definition 1-entry 2]')).toEqual([])
  })

  it('are found through let, with, assert, if and updates', () => {
    expect(sites('let x = 1; in with x; assert true; { a = x; } // { a = 2; }', 'a')).toHaveLength(2)
    expect(sites('if true then { a = 1; } else { a = 2; }', 'a')).toHaveLength(2)
  })

  it('have the conditions that they stand under', () => {
    expect(sites('{ config = lib.mkIf (x == "}") { a = mkIf c.d.e { b = 1; }; }; }', 'a.b')).toEqual([
      { at: '1:51', conditions: ['mkIf (x == "}")', 'mkIf c.d.e'] },
    ])
    expect(sites('optionalAttrs a.b { c = 1; }', 'c')).toEqual([
      { at: '1:21', conditions: ['optionalAttrs a.b'] },
    ])
    expect(sites('mkIf "${a}"  { c = 1; }', 'c')[0]).toMatchObject({ conditions: ['mkIf "${a}"'] })
    expect(sites("mkIf ''${a}'' { c = 1; }", 'c')[0]).toMatchObject({ conditions: ["mkIf ''${a}''"] })
  })

  it('have the function that gives them a priority', () => {
    expect(sites('{ a = lib.mkForce 1; }', 'a')).toEqual([{ at: '1:3', priority: 'mkForce 50' }])
    expect(sites('mkDefault { a = mkBefore 1; }', 'a')).toEqual([{ at: '1:13', priority: 'mkDefault 1000' }])
    expect(sites('{ a = mkOverride 7 1; }', 'a')).toEqual([{ at: '1:3', priority: 'mkOverride 7' }])
  })

  it('are each part of a mkMerge', () => {
    expect(sites('mkMerge ([ { a = 1; } ] ++ [ { a = 2; } { b = 3; } ])', 'a')).toEqual([
      { at: '1:14' },
      { at: '1:32' },
    ])
  })

  it('are none where a set comes from elsewhere', () => {
    expect(sites('{ a = f { b = 1; }; c.a = 1; }', 'a.b')).toEqual([])
  })
})
