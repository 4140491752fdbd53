/** Writes docs/lib.md, the counts in docs/conformance.md and the options in docs/catalogue.md, of the repository in the working folder. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { topicsTable } from '../conformance/list-cases.js'
import { heading as catalogueHeading, catalogueOptions } from '../nix-modules/catalogue-docs.js'
import { libDocs } from './lib-docs.js'

const repository = process.cwd()
writeFileSync(join(repository, 'docs', 'lib.md'), await libDocs(repository))

/** Replaces all that follows a heading. */
const writeBelow = (name: string, heading: string, made: string): void => {
  const path = join(repository, 'docs', name)
  const text = readFileSync(path, 'utf8')
  const end = text.indexOf(heading)
  writeFileSync(path, (end < 0 ? text : text.slice(0, end)) + heading + made)
}

writeBelow('conformance.md', '## Topics\n\n', topicsTable(repository))
writeBelow('catalogue.md', catalogueHeading, await catalogueOptions())
