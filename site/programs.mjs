/** Runs the packaged command against a fake Braze, for pictures of real output. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const here = import.meta.dirname
/** The packaged command, or a class path that has it. */
const jar = process.env.JAR ?? join(here, '../apps/cli/target/braze-audience.jar')
const main = ['-cp', jar, 'io.github.brazeaudience.cli.Main']
const port = 4174

/** Starts a process and returns it with its first line. */
async function start(args, options) {
  const process = spawn('java', args, { stdio: ['pipe', 'pipe', 'inherit'], ...options })
  for await (const line of createInterface({ input: process.stdout })) {
    return { process, line }
  }
  throw new Error(`java ${args.join(' ')} ended`)
}

const line = (user, ...audiences) =>
  JSON.stringify({ identities: { customer_id: user }, member_of: audiences, timestamp: 1714592744065 }) + '\n'
const athenians = { id: 11036, name: 'Aspiring Athenians' }
const ibiza = { id: 11034, name: 'Ibiza Dreamers' }

/** Passes the output of show and the address of a receiver to the callback. */
export async function withPrograms(use) {
  const folder = mkdtempSync(join(tmpdir(), 'pictures'))
  const braze = await start(['-cp', jar, join(here, 'FakeServer.java')])
  const [endpoint, key] = braze.line.split(' ')
  const options = { cwd: folder, env: { ...process.env, BRAZE_REST_API_KEY: key } }
  const run = (...args) =>
    execFileSync('java', [...main, ...args, '--rest-endpoint', endpoint], { ...options, encoding: 'utf8' })
  try {
    writeFileSync(join(folder, 'users.ndjson'), line('u-1', ibiza, athenians))
    run('forward', '--store', 'users.store', 'users.ndjson')
    // Another system takes the user out of an audience.
    writeFileSync(join(folder, 'other.ndjson'), line('u-1', athenians))
    run('forward', 'other.ndjson')
    const show = ['show', 'u-1', '--audience', '11034', '--store', 'users.store', '--remote']
    await use({
      show: `$ braze-audience ${show.join(' ')}\n${run(...show)}`,
      receiver: () => startReceiver(endpoint, options),
    })
  } finally {
    braze.process.kill()
    rmSync(folder, { recursive: true })
  }
}

/** Starts a receiver and posts messages for a minute; returns its address and a function that stops it. */
async function startReceiver(endpoint, options) {
  const receiver = spawn(
    'java',
    [...main, 'receive', '--port', port, '--send-segments-as', 'ARRAY_ATTRIBUTE', '--rest-endpoint', endpoint],
    { ...options, stdio: 'ignore' },
  )
  const address = `http://127.0.0.1:${port}/`
  const samples = join(here, '../apps/receiver/src/test/resources/mparticle')
  const sample = JSON.parse(readFileSync(join(samples, 'raw-3.2.0-AudienceMembershipChangeRequest.json'), 'utf8'))
  const end = Date.now() + 60_000
  for (let message = 0; Date.now() < end; message++) {
    const [profile] = sample.user_profiles
    const body = {
      ...sample,
      id: `message-${message}`,
      user_profiles: [
        message % 150 === 149
          ? { ...profile, user_identities: [], device_identities: [] }
          : { ...profile, user_identities: [{ type: 'customer', encoding: 'raw', value: `u-${message}` }] },
      ],
    }
    await fetch(address, { method: 'POST', body: JSON.stringify(body) }).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 20 + 40 * Math.random()))
  }
  return { address, stop: () => receiver.kill() }
}
