/** The tables of options in docs/catalogue.md, made of the modules themselves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DocumentedOption, Literal } from '../../src/modules/option-docs/documented-option.js'
import { chooseEngine } from '../../src/project/engine.js'
import { optionDocs } from '../../src/project/option-docs.js'

export const heading = '## Options\n\n'

/** In the order of the page: each module, and the option that it declares. */
export const roots: Readonly<Record<string, string>> = {
  'images-aws': 'nixos.images.aws',
  'images-google': 'nixos.images.google',
  'images-google-custom': 'nixos.images.googleCustom',
  'images-hetzner': 'nixos.images.hetzner',
  'images-digitalocean': 'nixos.images.digitalocean',
  'images-proxmox': 'nixos.images.proxmox',
  'images-libvirt': 'nixos.images.libvirt',
  'ssh-keys': 'sshKeys',
  'security-groups': 'securityGroups',
}

/** The options that a project gets by importing a module of the catalogue, by module. */
export const optionsByModule = async (): Promise<ReadonlyMap<string, readonly DocumentedOption[]>> => {
  const folder = mkdtempSync(join(tmpdir(), 'terrane-catalogue-'))
  try {
    const path = join(folder, 'infra.nix')
    writeFileSync(path, '{ lib, ... }: { imports = lib.attrValues lib.catalogue; }')
    const engine = await chooseEngine('embedded', { onMessage: () => {} })
    const all = await optionDocs(
      engine,
      {
        entries: [{ kind: 'file', path }],
        workFolder: folder,
        engine: 'embedded',
        withNulls: false,
        strict: false,
        expressions: {},
        strings: {},
        searchPath: [],
        showTrace: false,
        cwd: folder,
      },
      folder,
    )
    const areOf = (module: string) => all.filter(({ loc }) => startsWith(loc, roots[module]!))
    return new Map(Object.keys(roots).map(module => [module, areOf(module)]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const startsWith = (loc: readonly string[], root: string): boolean =>
  loc.slice(0, root.split('.').length).join('.') === root

/** What follows the heading. */
export const catalogueOptions = async (): Promise<string> => {
  const sections: string[] = ['These tables are made from `nix/modules/catalogue` by `npm run docs`.\n']
  for (const [module, options] of await optionsByModule()) {
    const rows = options.map(row)
    sections.push(
      `### ${module}\n\n| option | type | default | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`,
    )
  }
  return sections.join('\n')
}

const row = ({ name, type, default: value, description, readOnly }: DocumentedOption): string => {
  const text = (description ?? '').trim().replace(/\s*\n\s*/g, ' ')
  return `| ${code(name)} | ${cell(type ?? '')} | ${readOnly ? 'to read' : value === undefined ? '' : shown(value)} | ${cell(text)} |`
}

/** A default is a literal, or Markdown where it can't be one. */
const shown = (value: Literal | 'unknown'): string => {
  if (value === 'unknown') throw new Error('a default has neither a value nor a text')
  return value._type === 'literalMD' ? cell(value.text) : code(value.text.replace(/\s+/g, ' '))
}

/** In code, Markdown has nothing of its own but the column's end. */
const cell = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '\\<') : part).replaceAll('|', '\\|'))
    .join('')

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``
