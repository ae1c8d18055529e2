/** The order of the pages. `check.mjs` fails if a page of docs/ is missing here. */
export const sidebar = [
  {
    text: 'Guide',
    items: [
      { text: 'Get started', link: '/' },
      { text: 'Configuration', link: '/docs/configuration' },
      { text: 'Delivery', link: '/docs/delivery' },
      { text: 'Outcomes', link: '/docs/outcomes' },
      { text: 'Membership store', link: '/docs/membership-store' },
      { text: 'Transactional outbox', link: '/docs/outbox' },
      { text: 'Preflight', link: '/docs/preflight' },
      { text: 'Metrics', link: '/docs/metrics' },
      { text: 'Testing', link: '/docs/testing' },
      { text: 'Custom transports', link: '/docs/custom-transports' },
      { text: 'Platforms', link: '/docs/platforms' },
    ],
  },
  {
    text: 'Programs',
    items: [
      { text: 'Command line', link: '/docs/command-line' },
      { text: 'Reading a run', link: '/docs/reading-a-run' },
      { text: 'Receiver', link: '/docs/receiver' },
    ],
  },
  {
    text: 'Recipes',
    items: [
      { text: 'From a warehouse export', link: '/docs/recipes/warehouse-export' },
      { text: 'From Kafka', link: '/docs/recipes/kafka' },
      { text: 'From Spring', link: '/docs/spring-boot' },
      { text: 'Move from mParticle', link: '/docs/from-mparticle' },
      { text: 'Take over existing profiles', link: '/docs/recipes/existing-profiles' },
    ],
  },
  {
    text: 'Operation',
    items: [
      { text: 'Best practices', link: '/docs/best-practices' },
      { text: 'Limitations', link: '/docs/limitations' },
      { text: 'Troubleshooting', link: '/docs/troubleshooting' },
      { text: 'Faults of the network', link: '/docs/faults' },
      { text: 'Failures of dependencies', link: '/docs/failures' },
      { text: 'Benchmarks', link: '/docs/benchmarks' },
    ],
  },
  {
    text: 'Project',
    items: [
      { text: 'Decisions', link: '/docs/decisions' },
      { text: 'Versions and compatibility', link: '/docs/versioning' },
      { text: 'Test suites', link: '/docs/test-suites' },
      { text: 'Releasing', link: '/docs/releasing' },
    ],
  },
]

export const nav = [
  { text: 'Guide', link: '/' },
  { text: 'Command line', link: '/docs/command-line' },
  { text: 'Recipes', link: '/docs/recipes/warehouse-export' },
  { text: 'Java API', link: '/api/index.html', target: '_self' },
]

/** True for the files of the repository that are pages of the site. */
export function isPage(file) {
  return /^(README|CONTRIBUTING|CHANGELOG)\.md$/.test(file) || /^(docs|examples|apps)\/.*\.md$/.test(file)
}
