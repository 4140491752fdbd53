// The documentation site: `npm run site` writes the pages of docs/reference/ and builds everything to docs/.vitepress/dist.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'

const docs = fileURLToPath(new URL('..', import.meta.url))

const groups: readonly (readonly [string, readonly string[]])[] = [
  ['Begin', ['index', 'tutorial', 'comparison', 'limits', 'migrate']],
  ['Compile', ['projects', 'references', 'testing', 'why', 'options', 'eval', 'import-hcl', 'catalogue']],
  [
    'Plan and apply',
    ['driving', 'stacks', 'planning-offline', 'provider-schemas', 'document-checks', 'testing-offline'],
  ],
  ['Deploy NixOS', ['hosts', 'deploying']],
  ['Embed', ['flakes', 'provisioner', 'api']],
  [
    'Reference',
    ['reference/commands', 'reference/options', 'reference/errors', 'exit-status', 'lib', 'reference/changelog'],
  ],
  ['How it works', ['architecture', 'embedded-evaluator', 'syntax', 'conformance']],
]

const pagesIn = (folder: string): readonly string[] =>
  readdirSync(join(docs, folder))
    .filter(name => name.endsWith('.md'))
    .map(name => join(folder, name.slice(0, -3)))

const existing = [...pagesIn('.'), ...pagesIn('reference')]
const grouped = new Set(groups.flatMap(([, pages]) => pages))

const titleOf = (page: string): string =>
  /^#\s+(.+)$/m.exec(readFileSync(join(docs, `${page}.md`), 'utf8'))?.[1]?.replaceAll('`', '') ?? page

const items = (pages: readonly string[]) =>
  pages
    .filter(page => existing.includes(page))
    .map(page => ({ text: titleOf(page), link: page === 'index' ? '/' : `/${page}` }))

// A page that nobody has put into a group is found all the same.
const others = existing.filter(page => !grouped.has(page))

/** Links to files of the repository that are no pages: shown as text, for there is no public repository yet. */
const isPage = (link: string): boolean =>
  /^(?:[a-z]+:|#|\/)/.test(link) || existing.includes(link.replace(/^\.\//, '').replace(/\.md(#.*)?$/, ''))

export default defineConfig({
  title: 'terrane',
  description: 'Nix modules to Terraform, planned and applied, and NixOS on the machines',
  lang: 'en',
  cleanUrls: false,
  srcExclude: ['node_modules/**'],
  // A link that leads nowhere fails the build; links to files of the repository are handled below.
  ignoreDeadLinks: false,
  markdown: {
    // `<name>` is text in these pages.
    html: false,
    languages: ['nix', 'json', 'sh', 'ts', 'js', 'hcl'],
    config: markdown => {
      // Blocks by indentation look and scroll like fenced ones.
      markdown.renderer.rules.code_block = (tokens, index, options, env, self) => {
        const token = tokens[index]!
        token.info = 'txt'
        return markdown.renderer.rules.fence!(tokens, index, options, env, self)
      }
      // Before VitePress looks at them: a path out of docs/ is no page of the site.
      markdown.core.ruler.push('repository-links', state => {
        for (const block of state.tokens)
          for (const token of block.children ?? []) {
            if (token.type !== 'link_open') continue
            const href = token.attrGet('href') ?? ''
            if (isPage(href)) continue
            token.attrSet('href', '#')
            token.attrSet('title', `${href.replace(/^(?:\.\.\/)+/, '')}, a file of the repository`)
            token.attrSet('class', 'repository-file')
          }
      })
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      ...groups.map(([text, pages]) => ({ text, items: items(pages) })),
      ...(others.length === 0 ? [] : [{ text: 'More', items: items(others) }]),
    ],
    nav: [
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Options', link: '/reference/options' },
      { text: 'Errors', link: '/reference/errors' },
    ],
  },
})
