/** The outermost scope: `builtins`, and the names that are there without it. */

import { storeDir } from '../../store/store-path.js'
import { toBytes } from '../../syntax/bytes.js'
import { attrsFromMap, record } from '../attrs.js'
import type { Session } from '../session.js'
import { Builtin, type Slot, Thunk, type Value } from '../values.js'
import { attrsetBuiltins } from './attrsets.js'
import { closureBuiltins } from './closure.js'
import { contextBuiltins } from './context.js'
import { controlBuiltins } from './control.js'
import { dataBuiltins } from './data.js'
import { derivationBuiltins } from './derivation.js'
import { fetcherBuiltins } from './fetchers.js'
import { fileBuiltins } from './files.js'
import { flakeReferenceBuiltins } from './flake-references.js'
import { hashBuiltins } from './hashes.js'
import { importBuiltins } from './import.js'
import { listBuiltins } from './lists.js'
import { numberBuiltins } from './numbers.js'
import { sourceBuiltins } from './sources.js'
import { stringBuiltins } from './strings.js'
import { typeBuiltins } from './types.js'

/** Which Nix' language this is: messages and rules are those of this version. */
export const nixVersion = '2.34.0'

/** Names that stand without `builtins.`; every other builtin is there with two underscores before its name. */
const bare = new Set([
  'abort',
  'baseNameOf',
  'break',
  'derivation',
  'derivationStrict',
  'dirOf',
  'fetchGit',
  'fetchMercurial',
  'fetchTarball',
  'fetchTree',
  'fromTOML',
  'import',
  'isNull',
  'map',
  'placeholder',
  'removeAttrs',
  'scopedImport',
  'throw',
  'toString',
])

const constants = (session: Session): Record<string, Slot> => {
  const { pure, system, now, searchPath } = session.settings
  const always: Record<string, Slot> = {
    nixVersion,
    langVersion: 6,
    storeDir,
    nixPath: searchPath.map(({ prefix, path }) => record({ prefix, path })),
  }
  return pure ? always : { ...always, currentSystem: toBytes(system), currentTime: now }
}

/** Fills the session's outermost scope. */
export const defineGlobals = (session: Session, globals: Map<string, Slot>): void => {
  const members = new Map<string, Slot>()
  const tables = [
    attrsetBuiltins,
    closureBuiltins,
    contextBuiltins(session),
    controlBuiltins(session),
    dataBuiltins(session),
    derivationBuiltins(session),
    fetcherBuiltins,
    fileBuiltins(session),
    flakeReferenceBuiltins,
    hashBuiltins(session),
    importBuiltins(session),
    listBuiltins,
    numberBuiltins,
    sourceBuiltins(session),
    stringBuiltins(session),
    typeBuiltins,
  ]
  for (const table of tables)
    for (const [name, [arity, run]] of Object.entries(table)) members.set(name, new Builtin(name, arity, run))
  for (const [name, value] of Object.entries(constants(session))) members.set(name, value)
  for (const [name, value] of members) globals.set(bare.has(name) ? name : `__${name}`, value)
  for (const [name, value] of [
    ['true', true],
    ['false', false],
    ['null', null],
  ] as const) {
    members.set(name, value)
    globals.set(name, value)
  }
  let all: Value | undefined
  const builtins = new Thunk(() => all!, undefined)
  members.set('builtins', builtins)
  all = attrsFromMap(members)
  globals.set('builtins', all)
}
