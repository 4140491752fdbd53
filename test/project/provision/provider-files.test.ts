import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkProviderFiles } from '../../../src/project/provision/provider-files.js'
import { complaint } from '../../support/diagnostics.js'
import { scratch } from '../../support/scratch.js'

const check = (provider: object, env = {}) => checkProviderFiles(JSON.stringify({ provider }), env)

describe('files that providers are to read', () => {
  it('are looked for in arguments that name files, and in variables', async () => {
    const here = scratch()
    writeFileSync(join(here, 'there'), '')
    chmodSync(join(here, 'there'), 0o600)
    const text = await complaint(
      () =>
        check(
          {
            aws: [
              { shared_credentials_files: [join(here, 'there'), join(here, 'missing')] },
              { alias: 'two', assume_role: { web_identity_token_file: join(here, 'token') } },
            ],
            google: { credentials: join(here, 'key.json') },
          },
          { KUBE_CONFIG_PATH: join(here, 'kube') },
        ),
      here,
    )
    expect(text).toMatchInlineSnapshot(`
      "error[credential-unreadable]: provider.aws.shared_credentials_files names <here>/missing, which can't be read here
        ENOENT: no such file or directory, access '<here>/missing'
        hint: have systemd hand the file over: services.terrane.<name>.credentials, with fileVariable, in place of the argument
      error[credential-unreadable]: provider.aws.assume_role.web_identity_token_file names <here>/token, which can't be read here
        ENOENT: no such file or directory, access '<here>/token'
        hint: have systemd hand the file over: services.terrane.<name>.credentials, with fileVariable, in place of the argument
      error[credential-unreadable]: provider.google.credentials names <here>/key.json, which can't be read here
        ENOENT: no such file or directory, access '<here>/key.json'
        hint: have systemd hand the file over: services.terrane.<name>.credentials, with fileVariable, in place of the argument
      error[credential-unreadable]: the variable KUBE_CONFIG_PATH names <here>/kube, which can't be read here
        ENOENT: no such file or directory, access '<here>/kube'
        hint: have systemd hand the file over: services.terrane.<name>.credentials, with fileVariable, in place of the argument
      "
    `)
  })

  it('are not expressions, secrets themselves, files to write, or paths of other things', () => {
    check({
      google: { credentials: '{"type": "service_account"}' },
      aws: { shared_config_files: ['${var.config}'], log_file: '/nowhere/log' },
      http: { base_path: '/v1', endpoint: '/x' },
    })
  })
})
