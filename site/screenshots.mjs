/** Takes the screenshots of the site in docs/images. */
import { join } from 'node:path'
import { address, withBrowser } from './browser.mjs'

const images = join(import.meta.dirname, '../docs/images')

const shots = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 390 },
]

await withBrowser(async (browser) => {
  for (const { colorScheme, width } of shots) {
    const tab = await browser.newPage({ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' })
    await tab.goto(`${address}/docs/delivery.html`, { waitUntil: 'networkidle' })
    await tab.screenshot({ path: join(images, `site-${colorScheme}-${width}.png`) })
    await tab.close()
  }
})
