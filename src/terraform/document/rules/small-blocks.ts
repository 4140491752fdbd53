/** What imports, outputs, checks and removed blocks need beyond their form. */
import { blocksOf, nested, provisionersOf } from '../blocks.js'
import { type DocumentProblem, invalid } from '../problem.js'
import type { TerraformDocument } from '../shape.js'

export const checkImports = (document: TerraformDocument): readonly DocumentProblem[] =>
  blocksOf(document, 'import').flatMap(({ members, path }) => {
    const { id, identity } = members
    if (id === undefined && identity === undefined)
      return [invalid(path, 'The argument "id" is required, but no definition was found.')]
    if (id !== undefined && identity !== undefined)
      return [invalid(path, 'Only one of "id" and "identity" can say which object is imported.')]
    if (id === '')
      return [
        invalid(
          [...path, 'id'],
          'The import ID value evaluates to an empty string, please provide a non-empty value.',
        ),
      ]
    return []
  })

export const checkOutputs = (document: TerraformDocument): readonly DocumentProblem[] =>
  blocksOf(document, 'output').flatMap(({ members, path }) =>
    members.ephemeral === true || members.ephemeral === 'true'
      ? [invalid([...path, 'ephemeral'], 'Ephemeral outputs are not allowed in context of a root module.')]
      : [],
  )

export const checkChecks = (document: TerraformDocument): readonly DocumentProblem[] =>
  blocksOf(document, 'check').flatMap(block =>
    block.members.assert !== undefined && nested(block, 'assert').length === 0
      ? [invalid(block.path, 'Check blocks must have at least one assert block.')]
      : [],
  )

export const checkRemoved = (document: TerraformDocument): readonly DocumentProblem[] =>
  blocksOf(document, 'removed').flatMap(block =>
    provisionersOf(block).flatMap(({ members, path }) =>
      members.when === undefined || members.when === 'create'
        ? [
            invalid(
              path,
              'Only destroy-time provisioners are valid in "removed" blocks.',
              'write when = "destroy"',
            ),
          ]
        : [],
    ),
  )
