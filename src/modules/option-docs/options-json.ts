/**
 * The form of nixpkgs' `options.json` (nixos/lib/make-options-doc), which terranix-doc-json prints as well: option by
 * name. A declaration is a set as nixpkgs' newer tools and terranix have it (`name`, `path`, and `url` where asked for),
 * with the line and the column beside it.
 */
import { type Declaration, type DocumentedOption, declarationName } from './documented-option.js'

export interface OptionsJsonOptions {
  /** Before and after a declaration's path in its `url`; without a prefix there are no URLs. */
  readonly urlPrefix?: string
  readonly urlSuffix?: string
}

/** Renders options as JSON: sorted, two spaces, a final newline. */
export const optionsJson = (options: readonly DocumentedOption[], urls: OptionsJsonOptions = {}): string => {
  const byName = Object.fromEntries(options.map(option => [option.name, entryOf(option, urls)]))
  return `${JSON.stringify(byName, null, 2)}\n`
}

/** Members in the order of their names. */
const entryOf = (option: DocumentedOption, urls: OptionsJsonOptions) => ({
  declarations: option.declarations.map(declaration => declarationOf(declaration, urls)),
  ...(option.default === undefined || option.default === 'unknown' ? {} : { default: option.default }),
  description: option.description,
  ...(option.example === undefined ? {} : { example: option.example }),
  loc: option.loc,
  readOnly: option.readOnly,
  type: option.type,
})

const declarationOf = (declaration: Declaration, { urlPrefix, urlSuffix = '' }: OptionsJsonOptions) => {
  const { path, line, column, core } = declaration
  return {
    ...(column === undefined ? {} : { column }),
    ...(line === undefined ? {} : { line }),
    name: declarationName(declaration),
    path,
    ...(urlPrefix === undefined || core ? {} : { url: `${urlPrefix}${path}${urlSuffix}` }),
  }
}
