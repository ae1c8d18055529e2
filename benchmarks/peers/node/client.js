// Client process with a Node library. Each line of its standard input is "push" and a number of users; the response is a line of
// JSON with the elapsed time and the CPU time. Usage: client.js braze-api|segment URL REQUESTS_IN_FLIGHT

const readline = require('node:readline');

const BATCH = 75;
const [contender, url, inFlight] = process.argv.slice(2);
const membership = "'11001','11002','11003'";

function brazeApi() {
  const { Braze } = require('braze-api');
  const braze = new Braze(url, 'key');
  return {
    user: (number) => ({
      external_id: `user-${number}`,
      email: `user-${number}@example.com`,
      SegmentMembership: membership,
    }),
    async send(attributes) {
      const response = await braze.users.track({ attributes });
      if (response.message !== 'success') {
        throw new Error(JSON.stringify(response));
      }
    },
  };
}

function segment() {
  const { Destination } = require('@segment/actions-core');
  const destination = new Destination(require('@segment/action-destinations/dist/destinations/braze').default);
  const mapping = {
    external_id: { '@path': '$.userId' },
    email: { '@path': '$.traits.email' },
    custom_attributes: { SegmentMembership: { '@path': '$.traits.SegmentMembership' } },
    enable_batching: true,
    batch_size: BATCH,
  };
  const settings = { api_key: 'key', app_id: 'app', endpoint: url };
  return {
    user: (number) => ({
      type: 'identify',
      userId: `user-${number}`,
      traits: { email: `user-${number}@example.com`, SegmentMembership: membership },
    }),
    async send(events) {
      const responses = await destination.executeBatch('updateUserProfile', { events, mapping, settings, features: {} });
      if (responses.some((response) => response.status !== 200)) {
        throw new Error(JSON.stringify(responses[0]));
      }
    },
  };
}

async function push(client, users) {
  let next = 0;
  const worker = async () => {
    while (next < users.length) {
      const from = next;
      next += BATCH;
      await client.send(users.slice(from, from + BATCH));
    }
  };
  await Promise.all(Array.from({ length: Number(inFlight) }, worker));
}

async function main() {
  const client = contender === 'segment' ? segment() : brazeApi();
  let first = 10000000;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const users = Array.from({ length: Number(line.split(' ')[1]) }, (_, i) => client.user(first + i));
    first += users.length;
    const cpuStart = process.cpuUsage();
    const start = process.hrtime.bigint();
    await push(client, users);
    const nanos = Number(process.hrtime.bigint() - start);
    const used = process.cpuUsage(cpuStart);
    console.log(JSON.stringify({ nanos, cpuNanos: (used.user + used.system) * 1000 }));
  }
  process.exit(0);
}

main();
