import { dirname } from 'node:path'
import { TerraneError } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { type Entry, resolveEntries } from '../../project/entry.js'
import { lockWorkFolder } from '../../project/lock.js'
import { type Prepared, prepare, writeDocument } from '../../project/prepare.js'
import { foldersElsewhere, watchSources } from '../../project/watch-sources.js'
import { plan } from '../../terraform/driver/plan.js'
import type { CommandModule, Invocation } from '../command.js'
import { type DriveFlags, drivePrepared } from '../drive-command.js'
import { readCompileOptions } from '../options.js'
import { addPlanOptions, type PlanFlags, readPlanOptions } from '../plan-options.js'
import { printDiagnostic } from '../print-diagnostic.js'
import { paint } from '../render/colour.js'
import { type Progress, showProgress } from '../render/progress.js'
import { showPlan } from '../show-plan.js'
import { untilSignal } from '../until-signal.js'

type Flags = DriveFlags & PlanFlags

/** Compiles and checks again whenever something is saved; plans when it is asked to. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addPlanOptions(command).addHelpText(
      'after',
      '\nKeys: p plans, Enter checks again, q ends. Without a terminal it checks until it is ended.\n\nExample:\n  terrane watch -f live\n',
    )
  },
  run: async invocation => {
    const { flags, terminal, common } = invocation
    const planOptions = readPlanOptions(flags, terminal.cwd)
    const progress = showProgress(terminal, common)
    const entries = resolveEntries(flags.file ?? [], terminal.cwd)
    const folders = [...new Set(entries.map(folderOf))]
    const wishes = wishList()
    const watching = watchSources(folders, () => wishes.add('check'))
    const listen = () => terminal.keys?.(key => wishes.add(wishOf(key)))
    let deaf = listen()
    const ended = untilSignal(() => wishes.add('interrupt'))
    if (!common.json) terminal.err(greeting(folders, deaf !== undefined))
    let project: Prepared | undefined
    wishes.add('check')
    try {
      for (;;) {
        const wish = await wishes.next()
        if (wish === 'quit') return exitStatus.ok
        if (wish === 'interrupt') return exitStatus.interrupted
        if (wish === 'check') {
          project = await check(invocation, progress)
          watching.add(foldersElsewhere(project?.definitions?.files ?? [], folders))
        }
        if (wish === 'plan' && project !== undefined) {
          // The plan is driven as by `terrane plan`: a Ctrl-C is a signal to it, not a key.
          deaf?.()
          ended.pause()
          await planNow(project, planOptions, invocation, progress)
          ended.resume()
          deaf = listen()
        }
      }
    } finally {
      deaf?.()
      ended.stop()
      watching.stop()
      progress.pause()
    }
  },
}

const folderOf = (entry: Entry): string => (entry.kind === 'file' ? dirname(entry.path) : entry.flake)

const greeting = (folders: readonly string[], hasKeys: boolean): string =>
  `watching ${folders.join(', ')}${hasKeys ? '; p plans, q ends' : ''}\n`

type Wish = 'check' | 'plan' | 'quit' | 'interrupt'

const wishOf = (key: string): Wish | undefined => {
  if (key === 'p') return 'plan'
  if (key === '\r' || key === '\n') return 'check'
  if (key === 'q') return 'quit'
  return key === '\u0003' ? 'interrupt' : undefined
}

/** What is still to be done, each thing once, in the order of the wishes; the end comes first. */
const wishList = () => {
  const wishes = new Set<Wish>()
  let wake = () => {}
  return {
    add: (wish: Wish | undefined): void => {
      if (wish === undefined) return
      wishes.add(wish)
      wake()
    },
    next: async (): Promise<Wish> => {
      while (wishes.size === 0)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      const wish = (['interrupt', 'quit'] as const).find(end => wishes.has(end)) ?? [...wishes][0]!
      wishes.delete(wish)
      return wish
    },
  }
}

/** The project as it is now; undefined, with what is wrong printed, where it is wrong. */
const check = async (invocation: Invocation<Flags>, progress: Progress): Promise<Prepared | undefined> => {
  const { flags, terminal, tools, common } = invocation
  const seconds = stopwatch()
  const tell = (ok: boolean, text: string) => {
    progress.emit({ type: 'checked', ok, seconds: seconds() })
    progress.pause()
    const style = paint(common.colour && terminal.errColour)
    if (!common.json) terminal.err(`${style(ok ? 'green' : 'red', text)} (${seconds()}s)\n`)
  }
  const project = await trying(invocation, async () => {
    const prepared = await prepare(readCompileOptions(flags, terminal.cwd), await tools.compile(), event => {
      // What begins each time is no news.
      if (common.json || event.type !== 'phase_start') progress.emit(event)
    })
    const lock = lockWorkFolder(prepared.folder.path, { command: 'watch', run: prepared.folder.path })
    try {
      writeDocument(prepared, progress.emit)
    } finally {
      lock.release()
    }
    return prepared
  })
  tell(project !== undefined, project === undefined ? 'wrong' : 'ok')
  return project
}

const planNow = async (
  project: Prepared,
  options: Parameters<typeof plan>[1],
  invocation: Invocation<Flags>,
  progress: Progress,
): Promise<void> => {
  await trying(invocation, () =>
    drivePrepared('plan', project, invocation, progress, async (driving): Promise<ExitStatus> => {
      await showPlan(invocation, driving, await plan(driving.context, options))
      return exitStatus.ok
    }),
  )
  progress.pause()
}

/** What is wrong is told, and not the end. */
const trying = async <T>(
  { terminal, common }: Invocation<Flags>,
  body: () => Promise<T>,
): Promise<T | undefined> => {
  try {
    return await body()
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    const settings = {
      texts: error.texts,
      format: common.diagnostics,
      colour: common.colour && terminal.errColour,
    }
    for (const diagnostic of error.diagnostics) printDiagnostic(diagnostic, terminal, settings)
    return undefined
  }
}
