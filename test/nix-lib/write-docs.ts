/** Writes docs/lib.md of the repository in the working folder. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { libDocs } from './lib-docs.js'

const repository = process.cwd()
writeFileSync(join(repository, 'docs', 'lib.md'), await libDocs(repository))
