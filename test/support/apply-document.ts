/** Applies what lies in a folder with a real Terraform: for what a document means, beyond what it says. */
import { execFileSync } from 'node:child_process'

/** The values of the outputs after an apply. */
export const terraformOutputs = (folder: string): Readonly<Record<string, unknown>> => {
  const terraform = (...args: readonly string[]) =>
    execFileSync('terraform', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    })
  terraform('init', '-no-color')
  terraform('apply', '-auto-approve', '-no-color')
  const outputs = JSON.parse(terraform('output', '-json')) as Record<string, { readonly value: unknown }>
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))
}
