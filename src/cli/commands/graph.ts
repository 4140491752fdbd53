import { Option } from 'commander'
import { failure } from '../../contracts/diagnostic.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { nearest } from '../../contracts/nearest.js'
import { compileOnly } from '../../project/compile-only.js'
import type { TerraformDocument } from '../../terraform/document/shape.js'
import { around, graphOf } from '../../terraform/graph/graph.js'
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
      const options = { ...readCompileOptions(flags, terminal.cwd), documentFile: null }
      const { text } = await compileOnly(options, await tools.compile(), progress.emit)
      const whole = graphOf(JSON.parse(text) as TerraformDocument)
      const [name] = positionals
      if (name !== undefined && !whole.nodes.some(node => node.name === name))
        throw unknown(
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

const unknown = (name: string, names: readonly string[]) => {
  const similar = nearest(name, names)
  return failure('usage', `the document has no '${name}'`, {
    ...(similar === undefined ? {} : { hint: `did you mean ${similar}?` }),
  })
}
