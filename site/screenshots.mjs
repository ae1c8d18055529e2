/** Takes the pictures in docs/images: pages of the site, a report, the output of show, and a receiver's status page. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { address, withBrowser } from './browser.mjs'
import { withPrograms } from './programs.mjs'

const images = join(import.meta.dirname, '../docs/images')
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const terminal = (text) => `data:text/html;charset=utf-8,${encodeURIComponent(`<meta name="color-scheme" content="light dark">
<style>
  pre { margin: 0; padding: 1rem; font: 14px/1.4 monospace }
  body { margin: 0; background: light-dark(#f6f8fa, #161b22) }
</style><pre>${escape(text)}</pre>`)}`

await withBrowser((browser) =>
  withPrograms(async ({ show, receiver }) => {
    const status = await receiver()
    const shots = [
      { name: 'site', url: `${address}/`, width: 1280, height: 900 },
      { name: 'site-narrow', url: `${address}/docs/delivery.html`, width: 390, height: 900 },
      { name: 'report', url: pathToFileURL(join(images, '../report/run.html')).href, width: 1280, height: 1500 },
      { name: 'report-narrow', url: pathToFileURL(join(images, '../report/run.html')).href, width: 390, height: 1500 },
      { name: 'show', url: terminal(show), width: 720, height: 100, full: true },
      { name: 'receiver', url: status.address, width: 1280, height: 900, full: true },
    ]
    try {
      for (const colorScheme of ['light', 'dark']) {
        for (const { name, url, width, height, full } of shots) {
          const tab = await browser.newPage({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' })
          await tab.goto(url, { waitUntil: 'load' })
          await tab.waitForTimeout(2_000)
          await tab.screenshot({ path: join(images, `${name}-${colorScheme}.png`), fullPage: full })
          await tab.close()
        }
      }
    } finally {
      status.stop()
    }
  }),
)
