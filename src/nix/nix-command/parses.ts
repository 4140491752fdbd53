import type { Run } from '../../process/runner.js'

/** Whether the Nix on PATH takes a text for an expression whose variables are all there. Evaluates nothing. */
export const parses = async (
  text: { readonly file: string } | { readonly expression: string },
  run: Run,
): Promise<boolean> => {
  const { status } = await ('file' in text
    ? run('nix-instantiate', ['--parse', text.file])
    : run('nix-instantiate', ['--parse', '--expr', text.expression]))
  return status === 0
}
