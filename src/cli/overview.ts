import { commandTable } from './command-table.js'

/** What `terrane --help` prints. */
export const overview = (): string => {
  const rows = Object.entries(commandTable)
  const width = Math.max(...rows.map(([name]) => name.length))
  return [
    'terrane: infrastructure written in Nix, planned and applied by OpenTofu or Terraform.',
    '',
    'Usage: terrane COMMAND [OPTIONS]',
    '',
    ...rows.map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'terrane COMMAND --help shows the options of a command, terrane --version the version.',
    '',
  ].join('\n')
}
