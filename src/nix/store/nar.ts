/**
 * Nix archives: the one serialisation of a file tree, in which only what matters to a build remains (names, contents,
 * the executable bit, link targets). Its hash names sources in the store. The format is in the Nix manual, "Nix
 * Archive (NAR) format": strings with their length in eight bytes, padded to a multiple of eight, entries sorted.
 */
import { failure } from '../../contracts/diagnostic.js'
import { type Hash, type HashAlgorithm, hashOfPieces } from './hash.js'

export type FileType = 'regular' | 'directory' | 'symlink'

/**
 * What a tree of files is read through. Paths are absolute; paths, names and link targets have one character for each
 * byte. The implementation decides what may be read.
 */
export interface FileTree {
  /** The type of the file itself: links are not followed. Throws where there is none, or `unknown` for a device or socket. */
  typeOf(path: string): FileType | 'unknown'
  isExecutable(path: string): boolean
  readFile(path: string): Uint8Array
  readDirectory(path: string): readonly string[]
  readLink(path: string): string
}

/** Whether a path below the root is kept. A folder that is not kept is not looked into. */
export type FileFilter = (path: string, type: FileType | 'unknown') => boolean

/** Nix refuses deeper trees since its stack would not hold them. */
const deepest = 64

/** The pieces of the archive of `path`, in order. `filter` is asked for everything but the root. */
export function* narPieces(tree: FileTree, path: string, filter?: FileFilter): Generator<Uint8Array> {
  yield text('nix-archive-1')
  yield* node(tree, path, filter, 0)
}

/** The hash of the archive of `path`. */
export const narHash = (
  tree: FileTree,
  path: string,
  algorithm: HashAlgorithm = 'sha256',
  filter?: FileFilter,
): Hash => hashOfPieces(algorithm, narPieces(tree, path, filter))

function* node(
  tree: FileTree,
  path: string,
  filter: FileFilter | undefined,
  depth: number,
): Generator<Uint8Array> {
  if (depth >= deepest)
    throw failure('nix-evaluation', `path '${path}' exceeds maximum NAR directory depth of ${deepest}`)
  yield text('(', 'type')
  const type = tree.typeOf(path)
  if (type === 'regular') {
    yield tree.isExecutable(path)
      ? text('regular', 'executable', '', 'contents')
      : text('regular', 'contents')
    yield* contents(tree.readFile(path))
  } else if (type === 'symlink') {
    yield text('symlink', 'target', tree.readLink(path))
  } else if (type === 'directory') {
    yield text('directory')
    for (const name of [...tree.readDirectory(path)].sort()) {
      const child = path === '/' ? `/${name}` : `${path}/${name}`
      if (filter && !filter(child, tree.typeOf(child))) continue
      yield text('entry', '(', 'name', name, 'node')
      yield* node(tree, child, filter, depth + 1)
      yield text(')')
    }
  } else {
    throw failure('nix-evaluation', `file '${path}' has an unsupported type`)
  }
  yield text(')')
}

const padding = (size: number): number => (8 - (size % 8)) % 8

/** Several short strings as one piece: a hash is fed faster with few pieces. */
const text = (...strings: readonly string[]): Uint8Array => {
  const encoded = strings.map(string => Buffer.from(string, 'latin1'))
  const piece = Buffer.alloc(
    encoded.reduce((total, bytes) => total + 8 + bytes.length + padding(bytes.length), 0),
  )
  let offset = 0
  for (const bytes of encoded) {
    piece.writeBigUInt64LE(BigInt(bytes.length), offset)
    bytes.copy(piece, offset + 8)
    offset += 8 + bytes.length + padding(bytes.length)
  }
  return piece
}

function* contents(bytes: Uint8Array): Generator<Uint8Array> {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(bytes.length))
  yield length
  yield bytes
  yield Buffer.alloc(padding(bytes.length))
}
