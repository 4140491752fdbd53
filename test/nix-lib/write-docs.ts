/** Writes docs/lib.md, and the counts in docs/conformance.md, of the repository in the working folder. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { topicsTable } from '../conformance/list-cases.js'
import { libDocs } from './lib-docs.js'

const repository = process.cwd()
writeFileSync(join(repository, 'docs', 'lib.md'), await libDocs(repository))

const conformance = join(repository, 'docs', 'conformance.md')
const heading = '## Topics\n\n'
const text = readFileSync(conformance, 'utf8')
writeFileSync(conformance, text.slice(0, text.indexOf(heading)) + heading + topicsTable(repository))
