import { Option } from 'commander'
import { failure } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { nearest } from '../../contracts/nearest.js'
import type { Compile } from '../../project/compile.js'
import { compileOnly } from '../../project/compile-only.js'
import type { PrepareOptions } from '../../project/compile-options.js'
import type { TerraformDocument } from '../../terraform/document/shape.js'
import { around, type Graph, graphOf } from '../../terraform/graph/graph.js'
import { renderSvg } from '../../terraform/graph/svg.js'
import { renderDot, renderMermaid } from '../../terraform/graph/text-formats.js'
import type { CommandModule } from '../command.js'
import { addCompileOptions, type CompileFlags, readCompileOptions } from '../options.js'
import { showProgress } from '../render/progress.js'

interface Flags extends CompileFlags {
  readonly format: 'dot' | 'mermaid' | 'svg'
}

const formats = { dot: renderDot, mermaid: renderMermaid, svg: renderSvg } as const

/** Made from the document alone: needs neither tofu/terraform nor providers, and writes no file. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addCompileOptions(command)
      .argument('[name]', 'only what this needs, and what needs it: aws_vpc.main, module.net, output.address')
      .addOption(
        new Option('--format <format>', 'how it is printed')
          .choices(['dot', 'mermaid', 'svg'])
          .default('dot'),
      )
      .addHelpText('after', '\nExample:\n  terrane graph --format svg > graph.svg\n')
  },
  run: async ({ flags, common, terminal, tools, positionals }) => {
    // Standard output has the graph and nothing else, also with --json.
    const progress = showProgress(terminal, { ...common, json: false })
    try {
      const options = { ...readCompileOptions(flags, terminal.cwd), documentFile: null, takesStacks: true }
      const compile = await tools.compile()
      const compiled = await compileOnly(options, compile, progress.emit)
      const whole =
        compiled.stacks === undefined
          ? graphOf(JSON.parse(compiled.text) as TerraformDocument)
          : await graphOfStacks(options, compile, progress.emit)
      const [name] = positionals
      if (name !== undefined && !whole.nodes.some(node => node.name === name))
        throw unknown(
          compiled.stacks === undefined ? 'document' : 'project',
          name,
          whole.nodes.map(node => node.name),
        )
      const graph = name === undefined ? whole : around(whole, name)
      progress.pause()
      terminal.out(common.json ? `${JSON.stringify(graph, null, 2)}\n` : formats[flags.format](graph))
      return exitStatus.ok
    } finally {
      progress.pause()
    }
  },
}

/** Of a project with stacks: these, and what each needs. */
const graphOfStacks = async (options: PrepareOptions, compile: Compile, emit: Emit): Promise<Graph> => {
  const [{ compileStacks }, { wholeProject }] = await Promise.all([
    import('../../project/stacks/compile-stacks.js'),
    import('../../project/stacks/whole-project.js'),
  ])
  const project = await wholeProject(options, compile, emit)
  const names = project.stacks.map(({ name }) => name)
  const { needs } = await compileStacks(project, names, compile, emit)
  return {
    nodes: names.map(name => ({ name, kind: 'stack' as const })),
    edges: names.flatMap(name => [...(needs.get(name) ?? [])].sort().map(to => ({ from: name, to }))),
  }
}

const unknown = (what: string, name: string, names: readonly string[]) => {
  const similar = nearest(name, names)
  return failure('usage', `the ${what} has no '${name}'`, {
    ...(similar === undefined ? {} : { hint: `did you mean ${similar}?` }),
  })
}
