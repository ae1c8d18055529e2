import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { slug } from 'github-slugger'
import { defineConfig } from 'vitepress'
import { isPage, nav, sidebar } from './pages.mjs'

const repository = 'https://github.com/braze-audience/braze-audience'
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * Turns a link that is written for the repository, such as ../examples/junit, into one for the site: pages of the site
 * keep their link, and everything else leads to the repository.
 */
function siteLink(href, page) {
  if (/^([a-z]+:|#|\/)/.test(href)) {
    return href
  }
  const [path, anchor] = href.split('#')
  const file = relative(root, resolve(root, dirname(page), path))
  if (!existsSync(resolve(root, file))) {
    throw new Error(`${page} links to ${href}, which does not exist`)
  }
  const suffix = anchor ? '#' + anchor : ''
  return isPage(file) ? `/${file === 'README.md' ? '' : file}${suffix}` : `${repository}/blob/main/${file}${suffix}`
}

function linksOfSite(md) {
  md.core.ruler.push('links-of-site', (state) => {
    for (const token of state.tokens.flatMap((block) => block.children ?? [])) {
      if (token.type === 'link_open') {
        token.attrSet('href', siteLink(token.attrGet('href'), relative(root, state.env.path)))
      }
    }
  })
}

/** Makes a header without text a plain cell, because screen readers announce headers. */
function emptyHeaders(md) {
  const isEmpty = (tokens, i) => tokens[i + (tokens[i].nesting > 0 ? 1 : -1)].content === ''
  for (const rule of ['th_open', 'th_close']) {
    md.renderer.rules[rule] = (tokens, i, options, env, self) => {
      tokens[i].tag = isEmpty(tokens, i) ? 'td' : 'th'
      return self.renderToken(tokens, i, options)
    }
  }
}

/** Lets long names in code style wrap between their words, so that tables with them fit. */
function wrapNames(md) {
  const render = md.renderer.rules.code_inline
  md.renderer.rules.code_inline = (...args) =>
    render(...args).replace(/(?<=>[^<]*)(?:(?<=[a-z0-9])(?=[A-Z])|(?<=[._(=])(?=\w))/g, '<wbr>')
}

export default defineConfig({
  title: 'braze-audience',
  description: 'Puts audience memberships into Braze from Java',
  lang: 'en',
  srcDir: '..',
  srcExclude: ['**/target/**', '**/src/**', 'tests/**', 'site/**', 'benchmarks/**', 'braze-audience-*/**'],
  rewrites: { 'README.md': 'index.md' },
  outDir: 'target/site',
  cacheDir: 'target/cache',
  cleanUrls: false,
  lastUpdated: false,
  appearance: true,
  markdown: {
    anchor: { slugify: (heading) => slug(heading) },
    config: (md) => {
      linksOfSite(md)
      emptyHeaders(md)
      wrapNames(md)
    },
    languageAlias: { console: 'shellsession' },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    toc: { level: [2, 3] },
  },
  vite: {
    resolve: {
      // The pages are outside of the folder that has node_modules.
      alias: Object.fromEntries(
        ['vue/server-renderer', 'vue'].map((name) => [name, resolve(root, 'site/node_modules', name)]),
      ),
    },
    publicDir: false,
  },
  themeConfig: {
    nav,
    sidebar,
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repository }],
  },
})
