/** Whether a real Terraform is there; tests that need it say so where it is not. */
import { execFileSync } from 'node:child_process'

process.env.CHECKPOINT_DISABLE = '1'

const versionOf = (program: string): string | undefined => {
  try {
    return execFileSync(program, ['version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\n')[0]
  } catch {
    return undefined
  }
}

export const hasTerraform = versionOf('terraform') !== undefined

if (!hasTerraform) console.warn('terraform is not on PATH: tests that run it are skipped')
