/** All commands. Only the one that is called is loaded. */
import type { CommandModule } from './command.js'

export interface CommandRow {
  readonly summary: string
  readonly load: () => Promise<{ readonly command: CommandModule<never> }>
}

export const commandTable: Readonly<Record<string, CommandRow>> = {
  new: { summary: 'write a project to start from', load: () => import('./commands/new.js') },
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
  deploy: { summary: 'build, copy and activate the NixOS hosts', load: () => import('./commands/deploy.js') },
  diff: {
    summary: 'show what a deployment would change on each host',
    load: () => import('./commands/diff.js'),
  },
  rollback: {
    summary: 'take hosts back to an earlier system',
    load: () => import('./commands/rollback.js'),
  },
  resume: {
    summary: 'follow a deployment whose terrane is gone to its end',
    load: () => import('./commands/resume.js'),
  },
  hosts: { summary: 'show what runs on each host', load: () => import('./commands/hosts.js') },
  keys: {
    summary: 'push secrets to hosts, or check those that are there',
    load: () => import('./commands/keys.js'),
  },
  exec: { summary: 'run a program on hosts', load: () => import('./commands/exec.js') },
  ssh: { summary: 'open a shell on a host', load: () => import('./commands/ssh.js') },
  provision: {
    summary: 'plan and apply unattended, as a service does; refuses to destroy',
    load: () => import('./commands/provision.js'),
  },
  output: { summary: 'show the outputs of the last apply', load: () => import('./commands/output.js') },
  drift: {
    summary: 'show what was changed outside of Terraform',
    load: () => import('./commands/drift.js'),
  },
  graph: { summary: 'draw what depends on what', load: () => import('./commands/graph.js') },
  unlock: {
    summary: 'release the lock of a state that nobody holds any more',
    load: () => import('./commands/unlock.js'),
  },
  runs: { summary: 'list what was run, and what is going on', load: () => import('./commands/runs.js') },
  follow: {
    summary: 'show a run, also one that goes on without terrane',
    load: () => import('./commands/follow.js'),
  },
  tf: { summary: 'run tofu/terraform itself in the work folder', load: () => import('./commands/tf.js') },
  watch: {
    summary: 'compile and check whenever something is saved',
    load: () => import('./commands/watch.js'),
  },
  why: { summary: 'say where a value comes from', load: () => import('./commands/why.js') },
  options: {
    summary: "document the options that the project's modules declare",
    load: () => import('./commands/options.js'),
  },
  test: { summary: "run the tests of the project's modules", load: () => import('./commands/test.js') },
  schema: {
    summary: 'fetch, add and show the schemas that documents are checked against; write Nix options',
    load: () => import('./commands/schema.js'),
  },
  import: { summary: 'make Nix modules of .tf files', load: () => import('./commands/import.js') },
  eval: { summary: 'evaluate Nix and print the value', load: () => import('./commands/eval.js') },
}
