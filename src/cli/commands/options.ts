import { failure } from '../../contracts/diagnostic.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { nearest } from '../../contracts/nearest.js'
import { type DocumentedOption, isCore } from '../../modules/option-docs/documented-option.js'
import { optionsMarkdown } from '../../modules/option-docs/markdown.js'
import { optionsJson } from '../../modules/option-docs/options-json.js'
import { optionsManual } from '../../modules/option-docs/roff.js'
import { below, isAt, mentioning } from '../../modules/option-docs/select.js'
import { chooseEngine } from '../../project/engine.js'
import { projectFolder, resolveEntries } from '../../project/entry.js'
import { optionDocs } from '../../project/option-docs.js'
import type { CommandModule, Invocation } from '../command.js'
import { addEvaluationOptions, addFileOption, type EvaluationFlags, readCompileOptions } from '../options.js'
import { printDiagnostic } from '../print-diagnostic.js'
import { paint } from '../render/colour.js'
import { renderOptionDetails, renderOptionList } from '../render/option-list.js'

interface Flags extends EvaluationFlags {
  readonly markdown?: boolean
  readonly man?: boolean
  readonly search?: string
  readonly urlPrefix?: string
  readonly urlSuffix?: string
}

/** Documents options: searched on a terminal, as text, as nixpkgs' options.json, as Markdown, or as a manual page. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addEvaluationOptions(addFileOption(command))
      .argument('[path]', 'only this option, or those below it: servers.web')
      .option('--search <word>', 'only options with this word in their name or description')
      .option('--markdown', 'print Markdown')
      .option('--man', 'print a manual page: terrane options --man | man -l -')
      .option('--url-prefix <text>', 'with --json: what stands before a file in the URL of a declaration')
      .option('--url-suffix <text>', 'with --json: what stands after it')
  },
  run: async invocation => {
    const { flags, positionals, terminal } = invocation
    const form = formOf(invocation)
    const all = await declaredOptions(invocation, form === 'terminal')
    const [path] = positionals
    const found = path === undefined ? all : below(all, path)
    if (path !== undefined && found.length === 0) throw noSuchOption(path, all)
    if (terminal.screen !== undefined && isUnasked(invocation, form)) return await search(all, invocation)
    const chosen = flags.search === undefined ? found : mentioning(found, flags.search)
    if (chosen.length === 0 && flags.search !== undefined)
      throw failure('usage', `no option has '${flags.search}' in its name or description`)
    terminal.out(render(chosen, form, invocation))
    return exitStatus.ok
  },
}

/** Nothing says what is wanted: then it can be looked for. */
const isUnasked = ({ flags, positionals, common }: Invocation<Flags>, form: Form): boolean =>
  form === 'terminal' && positionals.length === 0 && flags.search === undefined && !common.verbose

/** The project's own options come first. */
const search = async (all: readonly DocumentedOption[], { terminal, common }: Invocation<Flags>) => {
  const { searchOptions } = await import('../search/search.js')
  const ordered = [...all.filter(option => !isCore(option)), ...all.filter(isCore)]
  const end = await searchOptions(ordered, await terminal.screen!(), common.colour && terminal.outColour)
  return end === 'interrupted' ? exitStatus.interrupted : exitStatus.ok
}

type Form = 'json' | 'markdown' | 'man' | 'terminal'

const formOf = ({ flags, common }: Invocation<Flags>): Form => {
  const asked: readonly Form[] = [
    ...(common.json ? ['json' as const] : []),
    ...(flags.markdown ? ['markdown' as const] : []),
    ...(flags.man ? ['man' as const] : []),
  ]
  if (asked.length > 1) throw failure('usage', `--${asked[0]} and --${asked[1]} exclude each other`)
  const urls = flags.urlPrefix !== undefined || flags.urlSuffix !== undefined
  if (urls && asked[0] !== 'json') throw failure('usage', '--url-prefix and --url-suffix go with --json')
  return asked[0] ?? 'terminal'
}

/** A terminal's user finds files from where they stand; a document speaks of the project. */
const declaredOptions = async ({ flags, terminal, common }: Invocation<Flags>, here: boolean) => {
  const { files, ...rest } = readCompileOptions(flags, terminal.cwd)
  const entries = resolveEntries(files, terminal.cwd)
  const options = { ...rest, entries, workFolder: terminal.cwd }
  const messages = new Set<string>()
  const engine = await chooseEngine(options.engine, { onMessage: message => messages.add(message) })
  const found = await optionDocs(engine, options, here ? terminal.cwd : projectFolder(options.entries))
  for (const message of messages)
    printDiagnostic({ code: 'module-warning', severity: 'warning', message, labels: [] }, terminal, {
      format: common.diagnostics,
      colour: terminal.errColour && common.colour,
    })
  return found
}

const noSuchOption = (path: string, all: readonly DocumentedOption[]) => {
  const similar = nearest(path, allNames(all))
  return failure('module-unknown-option', `there is no option \`${path}'`, {
    hint:
      similar === undefined
        ? 'terrane options lists all, terrane options --search WORD those about something'
        : `did you mean \`${similar}'?`,
  })
}

/** Sets of options have names as well. */
const allNames = (options: readonly DocumentedOption[]): ReadonlySet<string> =>
  new Set(options.flatMap(({ loc }) => loc.map((_, index) => loc.slice(0, index + 1).join('.'))))

const render = (
  options: readonly DocumentedOption[],
  form: Form,
  { flags, positionals, common, terminal }: Invocation<Flags>,
): string => {
  if (form === 'json') return optionsJson(options, flags)
  if (form === 'markdown') return optionsMarkdown(options, 'Options')
  if (form === 'man') return optionsManual(options, 'terrane-options')
  const style = paint(common.colour && terminal.outColour)
  const [path] = positionals
  const exact = path !== undefined && options.some(option => isAt(option, path))
  return exact || common.verbose ? renderOptionDetails(options, style) : renderOptionList(options, style)
}
