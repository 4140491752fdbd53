/** `terrane import hcl`: from .tf files to Nix modules that make the same document. */
import type { Diagnostic } from '../../contracts/diagnostic.js'
import { type BackOptions, compileBack } from './compile-back.js'
import { convertFiles, type NixModule } from './convert-files.js'
import { hclFiles } from './hcl-files.js'

export interface ImportOptions extends BackOptions {
  readonly paths: readonly string[]
  /** One module of all files. */
  readonly together: boolean
}

export interface ImportedHcl {
  readonly modules: readonly NixModule[]
  /** The document that they compile to. */
  readonly text: string
  readonly warnings: readonly Diagnostic[]
}

/** Reads, converts and compiles back; writes nothing. Throws `usage`, `file-access`, `hcl-syntax`, `hcl-unconverted`. */
export const importHcl = async (options: ImportOptions): Promise<ImportedHcl> => {
  const files = hclFiles(options.paths, options.cwd)
  const { modules, document, warnings } = await convertFiles(files, options.together)
  const text = await compileBack(modules, document, options)
  return { modules, text, warnings }
}

/** The module that imports all others. */
export const importingModule = (modules: readonly NixModule[]): NixModule => ({
  name: 'default',
  text: ['{', '  imports = [', ...modules.map(({ name }) => `    ./${name}.nix`), '  ];', '}', ''].join('\n'),
})
