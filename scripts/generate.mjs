// What is made from other files before anything is bundled: the schemas that the command itself checks with become
// validators in `generated/` folders of src/, so that no run of the command pays for it; the parts of the agent become one
// text in src/nixos/agent/generated/; templates/ becomes data in src/project/new/generated/. Run by the build, the checks and the tests; a file that is up to date is left alone.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { transform } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const agent = join(root, 'src', 'nixos', 'agent')

/** By schema: the folder of the validator. */
const validators = {
  'terraform-json': join(root, 'src', 'terraform', 'document', 'generated'),
  'deploy-manifest': join(root, 'src', 'nixos', 'generated'),
}

// `verbose`: an error brings the schema that it is about, and with it the names that would have been right.
const ajv = new Ajv.default({
  code: { source: true, esm: true },
  allErrors: true,
  allowUnionTypes: true,
  messages: false,
  verbose: true,
})

const types = `import type { ErrorObject } from 'ajv'

/** Whether it is what the schema says; else \`errors\` says what is not. */
declare const validate: {
  (document: unknown): boolean
  errors?: readonly ErrorObject[] | null
}
export default validate
`

const write = (folder, name, text) => {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text)
}

export const generate = async () => {
  for (const [name, folder] of Object.entries(validators)) {
    const schema = JSON.parse(readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8'))
    const source = standaloneCode.default(ajv, ajv.compile(schema))
    const { code } = await transform(source, { minify: true, format: 'esm', target: 'node20' })
    write(folder, `${name}.js`, code)
    write(folder, `${name}.d.ts`, types)
  }
  write(
    join(agent, 'generated'),
    'program.js',
    `export const agentProgram = ${JSON.stringify(agentProgram())}\n`,
  )
  write(join(agent, 'generated'), 'program.d.ts', 'export declare const agentProgram: string\n')
  const newProjects = join(root, 'src', 'project', 'new', 'generated')
  write(newProjects, 'templates.js', `export const templates = ${JSON.stringify(templates())}\n`)
  write(
    newProjects,
    'templates.d.ts',
    "import type { Template } from '../templates.js'\n\nexport declare const templates: Readonly<Record<string, Template>>\n",
  )
}

/** What `terrane new` writes. In the program, because npm packs no .gitignore. */
const templates = () => {
  const folder = join(root, 'templates')
  const described = JSON.parse(readFileSync(join(folder, 'templates.json'), 'utf8'))
  return Object.fromEntries(
    Object.entries(described).map(([name, about]) => {
      const files = readdirSync(join(folder, name)).sort()
      const read = file => [file, readFileSync(join(folder, name, file), 'utf8')]
      return [name, { ...about, files: Object.fromEntries(files.map(read)) }]
    }),
  )
}

/** The agent is one program on a host and a file a subject here; the one that starts it comes last. */
const agentProgram = () => {
  const parts = readdirSync(agent).filter(name => name.endsWith('.sh') && name !== 'main.sh')
  return ['files.sh', ...parts.filter(name => name !== 'files.sh').sort(), 'main.sh']
    .map(name => readFileSync(join(agent, name), 'utf8'))
    .join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate()
