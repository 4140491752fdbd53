import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { quoteForShell } from '../../process/shell-words.js'
import { makeProject } from '../../project/new/make-project.js'
import { allTemplates, templateCalled } from '../../project/new/templates.js'
import type { CommandModule, Invocation } from '../command.js'
import { paint } from '../render/colour.js'

interface Flags {
  readonly list?: boolean
}

const templateLines = (): readonly string[] => {
  const rows = Object.entries(allTemplates())
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, { description }]) => `  ${name.padEnd(width)}  ${description}`)
}

const examples = () => `
Templates:
${templateLines().join('\n')}

Examples:
  terrane new                   a small project in this folder
  terrane new aws web           a NixOS machine on AWS, in the folder web
`

/** Writes a project to start from: its modules, a test, a flake, a README. Overwrites nothing. */
export const command: CommandModule<Flags> = {
  configure: command => {
    command
      .argument('[template]', 'what to start from: see below (default: "default")')
      .argument('[folder]', 'where to write it (default: here)')
      .option('--list', 'list the templates, and write nothing')
      .addHelpText('after', examples)
  },
  run: async invocation => {
    const { flags, positionals, terminal, common } = invocation
    if (flags.list) return listTemplates(invocation)
    const [name = 'default', given = '.'] = positionals
    const template = templateCalled(name)
    // A variable of a script that is not set.
    if (given === '')
      throw failure('usage', 'the name of the folder is empty', {
        hint: 'leave it out to write into this one',
      })
    const folder = resolve(terminal.cwd, given)
    const { written, kept } = makeProject(template, folder)
    const next = [...firstSteps(folder, terminal.cwd), ...template.next]
    if (common.json) {
      terminal.out(`${JSON.stringify({ template: name, folder, written, kept, next })}\n`)
      return exitStatus.ok
    }
    const style = paint(common.colour && terminal.outColour)
    const shown = (file: string) => relative(terminal.cwd, join(folder, file))
    terminal.out(
      [
        ...written.map(file => `  ${style('green', 'wrote')} ${shown(file)}`),
        ...kept.map(file => `  ${style('yellow', 'kept')}  ${shown(file)}, which was there already`),
        '',
        style('bold', 'Next:'),
        ...next.map(step => `  ${step}`),
        '',
      ].join('\n'),
    )
    return exitStatus.ok
  },
}

const listTemplates = ({ positionals, common, terminal }: Invocation<Flags>) => {
  if (positionals.length > 0)
    throw failure('usage', `--list takes no template, and '${positionals[0]}' is given`)
  terminal.out(
    common.json
      ? Object.entries(allTemplates())
          .map(([name, { description }]) => `${JSON.stringify({ name, description })}\n`)
          .join('')
      : `${templateLines().join('\n')}\n`,
  )
  return exitStatus.ok
}

/** Nix sees of a git checkout what git knows, and of any other folder everything: states and keys too. */
const firstSteps = (folder: string, cwd: string): readonly string[] => [
  ...(folder === cwd ? [] : [`cd ${typed(relative(cwd, folder))}`]),
  ...(isInGit(folder) ? ['git add .'] : ['git init && git add .']),
]

/** As it is typed into a shell; what begins with a dash would be an option. */
const typed = (path: string): string => quoteForShell([path.startsWith('-') ? `./${path}` : path])

const isInGit = (folder: string): boolean =>
  existsSync(join(folder, '.git')) || (dirname(folder) !== folder && isInGit(dirname(folder)))
