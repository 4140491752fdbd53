/**
 * The documentation site in a real browser: it is built, searched, read on a phone, used with the keyboard. It installs what
 * builds the site, and takes its time: `npm run site:test` alone does all of it.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../support/nix.js'
import { serve } from './site.js'

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  name => spawnSync(name, ['--version']).status === 0,
)
if (chromium === undefined) {
  if ((process.env.TERRANE_REQUIRED ?? '').split(',').includes('chromium'))
    throw new Error('chromium is required here and is missing')
  console.warn('chromium is missing: the documentation site is not looked at')
}

/** As much of Playwright as this uses: it is installed in docs/, beside what builds the site. */
interface Page {
  goto(url: string): Promise<unknown>
  evaluate<T>(expression: string): Promise<T>
  waitForSelector(selector: string): Promise<unknown>
  waitForURL(url: RegExp): Promise<void>
  setViewportSize(size: { width: number; height: number }): Promise<void>
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> }
}
interface Browser {
  newPage(options: { viewport: { width: number; height: number } }): Promise<Page>
  close(): Promise<void>
}

const dist = join(repository, 'docs', '.vitepress', 'dist')
const wide = { viewport: { width: 1280, height: 900 } }

describe.skipIf(chromium === undefined || process.env.TERRANE_SITE === undefined)('the site', () => {
  let server: Server
  let origin: string
  let browser: Browser
  let pages: readonly string[]

  beforeAll(async () => {
    execFileSync(process.execPath, [join(repository, 'scripts', 'site.mjs')], { stdio: 'ignore' })
    ;({ server, origin } = await serve(dist))
    const playwright = createRequire(join(repository, 'docs', 'package.json'))('playwright-core')
    browser = await playwright.chromium.launch({
      executablePath: execFileSync('which', [chromium!], { encoding: 'utf8' }).trim(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    })
    pages = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.html'))
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  it('finds an option, an error and a function by searching, with the keyboard alone', async () => {
    const page = await browser.newPage(wide)
    for (const [words, down, title, place] of [
      [
        'rollback.timeout',
        0,
        'rollback.timeout',
        /reference\/options\.html#nixos-hosts-name-rollback-timeout/,
      ],
      ['state-would-leak', 0, 'state-would-leak', /reference\/errors\.html#state-would-leak/],
      ['mkOverride', 1, 'The bundled lib', /lib\.html#modules/],
    ] as const) {
      await page.goto(`${origin}/tutorial.html`)
      await page.waitForSelector('.VPNavBarSearch button')
      await page.keyboard.press('/')
      await page.waitForSelector('.VPLocalSearchBox input')
      await page.keyboard.type(words)
      await page.waitForSelector(`.VPLocalSearchBox .result:has-text("${title}")`)
      for (let step = 0; step < down; step++) await page.keyboard.press('ArrowDown')
      await page.waitForSelector(`.VPLocalSearchBox .result.selected:has-text("${title}")`)
      await page.keyboard.press('Enter')
      await page.waitForURL(place)
    }
  })

  it('has no link that leads nowhere, to a page or to a place in one', () => {
    const anchors = new Map<string, ReadonlySet<string>>()
    const text = (name: string) => readFileSync(join(dist, name), 'utf8')
    for (const name of pages)
      anchors.set(name, new Set([...text(name).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)))
    const broken = pages.flatMap(name =>
      [...text(name).matchAll(/<a[^>]* href="([^"]+)"/g)].flatMap(([, link]) => {
        const url = new URL(link!.replaceAll('&amp;', '&'), `http://site/${name}`)
        if (url.host !== 'site' || link === '#') return []
        const target = url.pathname === '/' ? 'index.html' : decodeURIComponent(url.pathname.slice(1))
        const place = decodeURIComponent(url.hash.slice(1))
        const known = anchors.get(target)
        return known === undefined || (place !== '' && !known.has(place)) ? [`${name}: ${link}`] : []
      }),
    )
    expect(broken).toEqual([])
  })

  it('is read on a phone without scrolling sideways', async () => {
    const page = await browser.newPage({ viewport: { width: 375, height: 800 } })
    const wider: string[] = []
    for (const name of pages) {
      await page.goto(`${origin}/${name}`)
      if ((await page.evaluate<number>('document.documentElement.scrollWidth')) > 375) wider.push(name)
    }
    expect(wider).toEqual([])
  })

  it('is walked through with Tab and Enter, and shows where one is', async () => {
    const page = await browser.newPage(wide)
    await page.goto(`${origin}/`)
    await page.waitForSelector('.VPSidebar a')
    // The first stop leads past the navigation.
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to content')
    const seen: string[] = []
    for (let step = 0; step < 60 && !seen.includes('Tutorial'); step++) {
      await page.keyboard.press('Tab')
      seen.push(await page.evaluate('document.activeElement.textContent.trim()'))
    }
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'")).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL(/tutorial\.html/)
  })

  it('has every page in the list at the side', async () => {
    const page = await browser.newPage(wide)
    await page.goto(`${origin}/`)
    await page.waitForSelector('.VPSidebar a')
    const listed = await page.evaluate<readonly string[]>(
      "[...document.querySelectorAll('.VPSidebar a')].map(link => new URL(link.href).pathname)",
    )
    const names = pages
      .filter(name => name !== '404.html')
      .map(name => (name === 'index.html' ? '/' : `/${name}`))
    expect(names.filter(name => !listed.includes(name))).toEqual([])
  })
})

describe('the reference of errors', () => {
  it('says of every code what it means', async () => {
    const { codes } = await import('../../src/contracts/codes.js')
    const { errorTexts } = await import('../../scripts/site/error-texts.mjs')
    expect(Object.keys(errorTexts).sort()).toEqual(Object.keys(codes).sort())
  })
})
