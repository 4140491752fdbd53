import { Option } from 'commander'
import { exitStatus } from '../../contracts/exit-status.js'
import type { TestResult } from '../../project/testing/result.js'
import type { TestRun } from '../../project/testing/run-tests.js'
import type { SnapshotMode } from '../../project/testing/snapshots.js'
import type { CommandModule, Invocation } from '../command.js'
import { addCompileOptions, type CompileFlags, readCompileOptions } from '../options.js'
import { printable } from '../render/printable.js'
import { renderResults, renderSummary } from '../render/test-lines.js'
import { tapHeader, tapLine, tapPlan } from '../render/test-tap.js'

interface Flags extends CompileFlags {
  readonly update?: boolean
  readonly name?: string
  readonly reporter?: 'pretty' | 'tap'
}

/** Runs the tests of a project's modules. Writes nothing but snapshots. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addCompileOptions(command)
      .argument(
        '[files...]',
        'test files, or folders with some (default: all *.test.nix below here, and *.test.{mjs,js,ts} that import terrane/test)',
      )
      .option('-u, --update', 'take what comes for right: write all snapshots anew')
      .option('-t, --name <text>', 'only tests with this text in their name')
      .addOption(
        new Option(
          '--reporter <form>',
          'how results are printed (default: pretty on a terminal, else tap)',
        ).choices(['pretty', 'tap']),
      )
      .addHelpText('after', '\nExample: terrane test infra.test.nix --name "security group"')
  },
  run: async invocation => {
    const { flags, positionals, terminal } = invocation
    const { runTests } = await import('../../project/testing/run-tests.js')
    const report = reporter(invocation)
    const run = await runTests({
      tests: positionals,
      snapshots: snapshotMode(flags),
      compile: readCompileOptions(flags, terminal.cwd),
      onResults: report.results,
      print: text => terminal.err(printable(text)),
      ...(flags.name === undefined ? {} : { name: flags.name }),
    })
    report.end(run)
    return run.results.some(({ status }) => status === 'failed') ? exitStatus.failed : exitStatus.ok
  },
}

/** Where nobody looks, nothing is taken for right that nobody has seen. */
const snapshotMode = ({ update }: Flags): SnapshotMode => {
  if (update) return 'update'
  const { CI } = process.env
  return CI === undefined || CI === '' || CI === 'false' || CI === '0' ? 'new' : 'never'
}

interface Reporter {
  readonly results: (results: readonly TestResult[]) => void
  readonly end: (run: TestRun) => void
}

const reporter = ({ common, flags, terminal }: Invocation<Flags>): Reporter => {
  if (common.json)
    return {
      results: results => {
        for (const result of results) terminal.out(`${JSON.stringify({ type: 'test', ...result })}\n`)
      },
      end: run => terminal.out(`${JSON.stringify(summary(run))}\n`),
    }
  const form = flags.reporter ?? (terminal.canShow ? 'pretty' : 'tap')
  const options = { colour: common.colour && terminal.outColour, cwd: terminal.cwd }
  if (form === 'pretty')
    return {
      results: results => terminal.out(renderResults(results, options)),
      end: run => terminal.out(renderSummary(run, options)),
    }
  let count = 0
  return {
    results: results => {
      // With the first results: what goes wrong before is no test run.
      if (count === 0 && results.length > 0) terminal.out(tapHeader)
      for (const result of results) terminal.out(tapLine(result, ++count, terminal.cwd))
    },
    end: run => {
      terminal.out(tapPlan(count))
      for (const line of renderSummary(run, { ...options, colour: false })
        .trimEnd()
        .split('\n'))
        terminal.out(`# ${line}\n`)
    },
  }
}

const summary = ({ results, snapshots }: TestRun) => {
  const count = (wanted: TestResult['status']) => results.filter(({ status }) => status === wanted).length
  return {
    type: 'test_summary',
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    snapshots,
  }
}
