/** Puts an evaluation together: files, the outermost scope, the compiler. */

import { narHash } from '../store/nar.js'
import { makeFixedOutputPath } from '../store/store-path.js'
import type { Expr } from '../syntax/ast.js'
import { fromBytes, toBytes } from '../syntax/bytes.js'
import { SyntaxFailure } from '../syntax/failure.js'
import { type Ast, parse } from '../syntax/parse.js'
import { canonicalPath } from '../syntax/paths.js'
import { Source } from '../syntax/source.js'
import type { Attrs } from './attrs.js'
import { defineGlobals } from './builtins/all.js'
import { compilerFor } from './compile/expression.js'
import { evaluationError, NixError } from './failure.js'
import { diskFiles, type Files } from './files.js'
import type { Session, Settings } from './session.js'
import { storeTree } from './source-tree.js'
import type { Env, Slot, Value } from './values.js'

export interface Evaluator {
  readonly session: Session
  /** Evaluates a text that is in no file. Relative paths in it start from `folder`. */
  evaluateText(text: string, folder: string, name?: string): Value
  evaluateFile(path: string): Value
}

const rootFrame = (scope: Attrs | undefined): Env => [null, ...(scope?.values ?? [])]

/** Parses, with the parser's errors as the evaluator's. */
const parseSource = (session: Session, source: Source, scope: Attrs | undefined): Ast => {
  const { pure, home } = session.settings
  try {
    return parse(source, {
      globals: session.globals,
      home: pure ? undefined : home,
      scope: scope?.shape.names,
    })
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error
    const failure = new NixError(error.code, error.message, error.pos)
    failure.suggestions = error.suggestions
    throw failure
  }
}

const evaluate = (session: Session, source: Source, root: Expr, scope?: Attrs): Value =>
  compilerFor(session, source).code(root)(rootFrame(scope))

/** The tree of a file, from one of the stores if it is there. */
const treeOf = (session: Session, source: Source): Expr => {
  const { trees } = session.settings
  const found = trees?.find(source.name, source.text)
  if (found) return found
  const { root } = parseSource(session, source, undefined)
  trees?.keep(source.name, source.text, root)
  return root
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'

/** The file that `import` reads: a link is followed, but not the links on the way to it; a folder has a default.nix. */
const expressionFile = (files: Files, given: string): string => {
  let path = given
  for (let links = 0; path !== '/' && links < 1000; links++) {
    const folder = folderOf(path)
    const real = `${files.resolve(folder)}/${path.slice(path.lastIndexOf('/') + 1)}`.replace('//', '/')
    if (files.kind(real) !== 'symlink') break
    path = canonicalPath(files.target(real), folder)
  }
  if (files.kind(files.resolve(path)) !== 'directory') return path
  return path === '/' ? '/default.nix' : `${path}/default.nix`
}

/** Remembers the value of each file; a file that needs its own value while it is evaluated is an infinite recursion. */
const importer = (session: Session): Session['importFile'] => {
  const values = new Map<string, Value>()
  const load = (path: string, scope?: Attrs): Value => {
    const source = new Source(path, session.files.read(path), folderOf(path), true)
    if (scope === undefined) return evaluate(session, source, treeOf(session, source))
    return evaluate(session, source, parseSource(session, source, scope).root, scope)
  }

  return (given, scope) => {
    const path = expressionFile(session.files, given)
    if (scope) return load(path, scope)
    const known = values.get(path)
    if (known !== undefined) return known
    const value = load(path)
    values.set(path, value)
    return value
  }
}

/** The store path of a file or folder: by its NAR hash and its own name. */
const copier = (files: Files, sources: Session['sources']): Session['copyToStore'] => {
  const known = new Map<string, string>()
  return path => {
    const stored = known.get(path)
    if (stored !== undefined) return stored
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (name.endsWith('.drv')) throw evaluationError("file names are not allowed to end in '.drv'")
    const resolved = path === '/' ? path : `${files.resolve(folderOf(path))}/${name}`.replace('//', '/')
    if (files.kind(resolved) === undefined)
      throw new NixError('nix-missing-file', `path '${fromBytes(path)}' does not exist`)
    const made = makeFixedOutputPath(name, 'recursive', narHash(storeTree(files), resolved))
    known.set(path, made)
    sources.set(made, { kind: 'path', path: resolved, filtered: false })
    return made
  }
}

/**
 * Starts an evaluation.
 *
 * @param allowedRoots absolute paths below which files may be read; undefined for all
 */
export const createEvaluator = (
  settings: Settings,
  allowedRoots?: readonly string[],
  files: Files = diskFiles(settings.pure ? (allowedRoots ?? []) : allowedRoots, settings.pure),
): Evaluator => {
  const globals = new Map<string, Slot>()
  const sources: Session['sources'] = new Map()
  let importFile: Session['importFile'] | undefined
  const session: Session = {
    settings,
    files,
    sources,
    derivations: new Map(),
    globals,
    copyToStore: copier(files, sources),
    importFile: (path, scope) => importFile!(path, scope),
  }
  importFile = importer(session)
  defineGlobals(session, globals)
  return {
    session,
    evaluateText: (text, folder, name = toBytes('«string»')) => {
      const source = new Source(name, text, folder, false)
      return evaluate(session, source, parseSource(session, source, undefined).root)
    },
    evaluateFile: path => session.importFile(path),
  }
}
