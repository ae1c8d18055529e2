/** Builds the Javadoc of all published modules into the folder api of the site. Needs a JDK and Maven. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const target = join(root, 'site/target')
const modules = readdirSync(root).filter((it) => existsSync(join(root, it, 'src/main/java/module-info.java')))
const names = modules.map(
  (it) => readFileSync(join(root, it, 'src/main/java/module-info.java'), 'utf8').match(/^(?:open )?module ([\w.]+)/m)[1],
)

/** The jars that the modules need. Maven downloads those that are missing. */
function modulePath() {
  const list = 'target/module-path.txt'
  execFileSync(
    'mvn',
    ['-B', '-q', 'process-classes', '-DskipTests', '-pl', modules.join(','), '-am',
      'dependency:build-classpath', '-DincludeScope=compile', `-Dmdep.outputFile=${list}`],
    { cwd: root, stdio: 'inherit' },
  )
  const entries = modules.flatMap((it) => readFileSync(join(root, it, list), 'utf8').trim().split(delimiter))
  return [...new Set(entries.filter((it) => it.endsWith('.jar')))]
}

const output = join(target, 'site/api')
rmSync(output, { recursive: true, force: true })
execFileSync(
  'javadoc',
  [
    '-quiet', '-notimestamp', '-locale', 'en', '-encoding', 'UTF-8', '-Xdoclint:none',
    '-doctitle', 'braze-audience', '-windowtitle', 'braze-audience',
    '-d', output,
    '--module-path', modulePath().join(delimiter),
    ...modules.flatMap((it, i) => ['--module-source-path', `${names[i]}=${join(root, it, 'src/main/java')}`]),
    '--module', names.join(','),
  ],
  { stdio: 'inherit' },
)
