/** What can go wrong before anything is started. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/scratch.js'
import { terrane, writeEntry } from '../support/terrane.js'

const project = (): string => {
  const here = scratch()
  writeEntry(here, { resource: { terraform_data: { a: { input: 1 } } } })
  return here
}

const complaintOf = async (here: string, ...args: readonly string[]) => {
  const { status, err } = await terrane(here, ['provision', ...args])
  return [status, err.replaceAll(here, '<here>')]
}

describe('terrane provision', () => {
  it('takes a document or an entry, not both', async () => {
    const here = project()
    expect(await complaintOf(here, '--document', 'x.tf.json', '-f', 'infra.nix')).toMatchInlineSnapshot(`
      [
        64,
        "error[usage]: --document is compiled already, and --file is not: give one of them
      ",
      ]
    `)
    expect(await complaintOf(here, '--document', 'x.tf.json')).toMatchInlineSnapshot(`
      [
        64,
        "error[usage]: --document needs a folder for the state, which is not that of the document
        hint: add --workdir FOLDER
      ",
      ]
    `)
    expect(await complaintOf(here, '--document', 'x.tf.json', '--workdir', 'w')).toMatchInlineSnapshot(`
      [
        4,
        "error[file-access]: there is no file x.tf.json
      ",
      ]
    `)
    writeFileSync(join(here, 'broken.tf.json'), '{')
    expect(await complaintOf(here, '--document', 'broken.tf.json', '--workdir', 'w')).toMatchInlineSnapshot(`
      [
        3,
        "error[document-invalid]: <here>/broken.tf.json is not a config.tf.json
        hint: Give what terrane compile writes, or lib.terraneConfiguration of the flake.
      ",
      ]
    `)
  })

  it('says how a credential is named', async () => {
    expect(await complaintOf(project(), '--credential-value', 'TOKEN')).toMatchInlineSnapshot(`
      [
        64,
        "error[usage]: 'TOKEN' is not the name of a variable and that of a credential
        hint: write VARIABLE=NAME, as in HCLOUD_TOKEN=hcloud
      ",
      ]
    `)
  })

  it('says that what is asked of hosts needs them to be deployed', async () => {
    expect(await complaintOf(project(), '--max-failures', '1')).toMatchInlineSnapshot(`
      [
        64,
        "error[usage]: --max-failures is about hosts, and none is deployed
        hint: add --deploy
      ",
      ]
    `)
    expect(await complaintOf(project(), '--deploy', '--plan-only')).toMatchInlineSnapshot(`
      [
        3,
        "compile
      error[host-unknown]: the project in <here> has no hosts
        hint: declare one: nixos.hosts.<name> = { target.host = …; configuration = …; }
      ",
      ]
    `)
  })

  it('tells what went wrong first, and then that it could not be written down', async () => {
    const here = project()
    const [status, err] = await complaintOf(
      here,
      '--lock-file',
      'none.hcl',
      '--report',
      'infra.nix/report.json',
    )
    expect(status).toBe(4)
    expect(String(err).match(/error\[.*/g)).toEqual([
      expect.stringContaining("can't read <here>/none.hcl"),
      expect.stringContaining("can't write <here>/infra.nix"),
    ])
  })

  it('says that no credentials were handed over', async () => {
    expect(await complaintOf(project(), '--credential', 'aws')).toMatchInlineSnapshot(`
      [
        4,
        "error[credential-unreadable]: there is no credential aws: systemd has handed over none
        hint: CREDENTIALS_DIRECTORY is set by LoadCredential= in the service's unit; without systemd, set it yourself
      ",
      ]
    `)
  })
})
