/** What the merge finds wrong, in nixpkgs' words where it has some (lib/options.nix, lib/types.nix). */
import type { Node } from './definitions.js'
import type { DefinitionPath, MergeProblem, ProblemDefinition } from './document.js'
import type { Kind } from './kind.js'
import { showOption } from './option-path.js'
import { propertyFunction, showValue } from './show-value.js'

export type Shown = readonly ({ readonly file?: string; readonly node: Node } | undefined)[]

const typeDescription = 'null, bool, int, float, string, attribute set or list of these'

const definitionsOf = (shown: Shown): readonly (ProblemDefinition | undefined)[] =>
  shown.map(one => one && { file: one.file ?? '', value: showValue(one.node) })

const listed = (shown: Shown): string =>
  definitionsOf(shown)
    .filter(one => one !== undefined && one.file !== '')
    .map(one => `\n- In \`${one!.file}': ${one!.value}`)
    .join('')

/** Unequal scalars, or values of different kinds. */
export const conflict = (path: DefinitionPath, kinds: readonly Kind[], shown: Shown): MergeProblem => {
  const distinct = [...new Set(kinds)]
  const message =
    distinct.length === 1
      ? `The option \`${showOption(path)}' has conflicting definition values:${listed(shown)}`
      : `The option \`${showOption(path)}' is defined multiple times while it's expected to be unique: ${distinct
          .map(kind => kindNames[kind])
          .join(' and ')} can't be merged.\nDefinition values:${listed(shown)}`
  return {
    code: 'module-conflict',
    path,
    message,
    hint: 'Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.',
    definitions: definitionsOf(shown),
  }
}

export const nullConflict = (path: DefinitionPath, shown: Shown): MergeProblem => {
  const files = [...new Set(shown.flatMap(one => (one?.file === undefined ? [] : [`\`${one.file}'`])))]
  return {
    code: 'module-null-conflict',
    path,
    message: `The option \`${showOption(path)}' is defined both null and not null, in ${files.join(' and ')}.`,
    hint: 'Define it in one place, or give one definition another priority with `lib.mkForce` or `lib.mkDefault`.',
    definitions: definitionsOf(shown),
  }
}

export const wrongType = (path: DefinitionPath, shown: Shown): MergeProblem => ({
  code: 'module-type',
  path,
  message: `A definition for option \`${showOption(path)}' is not of type \`${typeDescription}'. Definition values:${
    listed(shown) || `\n- ${definitionsOf(shown)[0]?.value}`
  }`,
  hint: 'A function is no value that Terraform can have: call it.',
  definitions: definitionsOf(shown),
})

export const nestedProperty = (path: DefinitionPath, property: string, shown: Shown): MergeProblem => {
  const name = propertyFunction(property)
  return {
    code: 'module-nested-property',
    path,
    message: `The definition for option \`${showOption(path)}' has ${name} inside another property, where the module system does not look for it.`,
    hint: `Put ${name} outermost, for example \`mkIf condition (mkForce value)\` instead of \`mkForce (mkIf condition value)\`.`,
    definitions: definitionsOf(shown),
  }
}

const kindNames: Readonly<Record<Kind, string>> = {
  null: 'null',
  bool: 'a bool',
  int: 'an integer',
  float: 'a float',
  string: 'a string',
  list: 'a list',
  set: 'an attribute set',
  function: 'a function',
  property: 'a property',
}
