/** Serves the built site and opens Debian's Chromium, or the one that the variable CHROMIUM names. */
import { chromium } from 'playwright-core'
import { serve } from 'vitepress'

const port = 4173
export const address = `http://localhost:${port}`

export async function withBrowser(use) {
  const app = await serve({ root: import.meta.dirname, port })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  try {
    await use(browser)
  } finally {
    await browser.close()
    app.server.close()
  }
}
