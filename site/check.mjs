/**
 * Checks the built site: every page of docs/ is in the sidebar, every link leads to a page and a heading, and in a
 * browser, light and dark, wide and narrow, no page overflows and axe-core finds nothing. The report of a run in docs/
 * is checked like a page.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sidebar } from './.vitepress/pages.mjs'
import { address, withBrowser } from './browser.mjs'

const here = import.meta.dirname
const site = join(here, 'target/site')
const failures = []

function files(folder, suffix) {
  return readdirSync(folder, { recursive: true })
    .filter((it) => it.endsWith(suffix))
    .sort()
}

const pages = files(site, '.html').filter((it) => !it.startsWith('api/') && it !== '404.html')

function checkSidebar() {
  const listed = sidebar.flatMap((group) => group.items.map((it) => it.link))
  for (const page of files(join(here, '../docs'), '.md')) {
    if (!listed.includes('/docs/' + page.replace(/\.md$/, ''))) {
      failures.push(`docs/${page} is not in the sidebar; add it to .vitepress/pages.mjs`)
    }
  }
}

const report = join(here, '../docs/report/run.html')

/** The links of the report are absolute, because it is read elsewhere. */
function checkReportLinks() {
  const repository = 'https://github.com/braze-audience/braze-audience/blob/main/'
  for (const [, link] of readFileSync(report, 'utf8').matchAll(/\shref="(https:[^"]+)"/g)) {
    // A text fragment follows the anchor.
    const [path, anchor] = link.slice(repository.length).split(':~:')[0].split('#')
    const page = join(site, path.replace(/\.md$/, '.html'))
    if (!link.startsWith(repository) || !existsSync(page) || (anchor && !idsOf(page).has(anchor))) {
      failures.push(`${relative(join(here, '..'), report)}: ${link} leads to no page or heading`)
    }
  }
}

const ids = new Map()

/** The ids of the elements of a page. */
function idsOf(file) {
  if (!ids.has(file)) {
    const html = readFileSync(file, 'utf8')
    ids.set(file, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((it) => it[1])))
  }
  return ids.get(file)
}

function checkLinks(page) {
  const html = readFileSync(join(site, page), 'utf8')
  const links = new Set([...html.matchAll(/\shref="([^"]+)"/g)].map((it) => it[1].replaceAll('&amp;', '&')))
  for (const link of links) {
    if (/^[a-z]+:/.test(link)) {
      continue
    }
    const [path, anchor] = decodeURI(link).split('#')
    const from = path.startsWith('/') ? site : join(site, dirname(page))
    let file = path === '' ? join(site, page) : join(from, path)
    if (existsSync(file) && statSync(file).isDirectory()) {
      file = join(file, 'index.html')
    }
    if (!existsSync(file)) {
      failures.push(`${page}: ${link} leads nowhere`)
    } else if (anchor && !idsOf(file).has(anchor)) {
      failures.push(`${page}: ${link} leads to no heading of ${relative(site, file)}`)
    }
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function checkInBrowser(browser, colorScheme, width) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' })
  const tab = await context.newPage()
  tab.on('pageerror', (error) => failures.push(`${tab.url()}: ${error.message}`))
  for (const page of [...pages.map((it) => `${address}/${it}`), pathToFileURL(report).href]) {
    const name = `${page} (${colorScheme}, ${width} pixels)`
    await tab.goto(page, { waitUntil: 'load' })
    const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (overflow > 0) {
      failures.push(`${name}: ${overflow} pixels wider than the window`)
    }
    await tab.evaluate(axe)
    const { violations } = await tab.evaluate(() => globalThis.axe.run())
    for (const { id, help, nodes } of violations) {
      failures.push(`${name}: ${id}, ${help}: ${nodes.map((it) => it.target.join(' ')).slice(0, 3).join('; ')}`)
    }
  }
  await context.close()
}

checkSidebar()
checkReportLinks()
pages.forEach(checkLinks)
await withBrowser(async (browser) => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      await checkInBrowser(browser, colorScheme, width)
    }
  }
})

failures.forEach((it) => console.error(it))
console.log(`${pages.length} pages and a report, ${failures.length} failures`)
process.exitCode = failures.length > 0 ? 1 : 0
