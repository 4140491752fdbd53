/** All commands. Only the one that is called is loaded. */
import type { CommandModule } from './command.js'

export interface CommandRow {
  readonly summary: string
  readonly load: () => Promise<{ readonly command: CommandModule<never> }>
}

export const commandTable: Readonly<Record<string, CommandRow>> = {
  compile: {
    summary: 'compile Nix modules to config.tf.json',
    load: () => import('./commands/compile.js'),
  },
  init: {
    summary: 'prepare the work folder: backend, providers, modules',
    load: () => import('./commands/init.js'),
  },
  validate: {
    summary: "check the document against the providers' schemas",
    load: () => import('./commands/validate.js'),
  },
  plan: { summary: 'show what an apply would change', load: () => import('./commands/plan.js') },
  apply: { summary: 'plan, ask, and change the infrastructure', load: () => import('./commands/apply.js') },
  destroy: { summary: 'plan, ask, and destroy everything', load: () => import('./commands/destroy.js') },
  provision: {
    summary: 'plan and apply unattended, as a service does; refuses to destroy',
    load: () => import('./commands/provision.js'),
  },
  output: { summary: 'show the outputs of the last apply', load: () => import('./commands/output.js') },
  tf: { summary: 'run tofu/terraform itself in the work folder', load: () => import('./commands/tf.js') },
  why: { summary: 'say where a value comes from', load: () => import('./commands/why.js') },
  options: {
    summary: "document the options that the project's modules declare",
    load: () => import('./commands/options.js'),
  },
  eval: { summary: 'evaluate Nix and print the value', load: () => import('./commands/eval.js') },
}
