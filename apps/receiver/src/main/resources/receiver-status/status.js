// Loads the state regularly and shows it.

import { element, fillTable, formatDuration, formatInstant, formatMillis, formatNumber } from './format.js';
import { createPlots } from './plots.js';

const byId = (id) => document.getElementById(id);
const draw = createPlots(byId('plots'));
const range = byId('range');
let samples = [];
let keptSeconds = 21600;

function showSummary(text, good) {
  const summary = byId('summary');
  // A screen reader reads the summary when it changes, so it is left alone as long as it is right.
  if (summary.textContent !== text) {
    summary.textContent = text;
  }
  summary.className = `summary ${good ? 'good' : 'bad'}`;
}

function showProblems(problems) {
  const items = problems.map((problem) => {
    const item = element('li');
    item.append(element('strong', problem.what));
    if (problem.since) {
      item.append(` (since ${formatInstant(problem.since)})`);
    }
    item.append(element('p', `What to do: ${problem.action}`));
    return item;
  });
  if (items.length === 0) {
    items.push(element('li', 'Messages are stored and forwarded. There is nothing to do.', 'good'));
  }
  byId('problems').replaceChildren(...items);
}

function showFacts(status) {
  const facts = [
    ['Updates in the backlog', formatNumber(status.backlog)],
    ['Oldest update', status.backlog === 0 ? 'none' : formatDuration(status.oldestSeconds)],
    ['Rejected updates kept', formatNumber(status.rejectedKept)],
    ['mParticle should send', status.suspended ? 'no, suspended' : 'yes'],
    ['Time to a response', formatMillis(samples.at(-1)?.answerMedian)],
    ['Running for', formatDuration((Date.parse(status.now) - Date.parse(status.started)) / 1000)],
  ];
  byId('facts').replaceChildren(...facts.map(([name, value]) => {
    const fact = element('div');
    fact.append(element('dt', name), element('dd', value));
    return fact;
  }));
}

function showTables(status) {
  fillTable(byId('outcomes'),
    [{ title: 'Outcome' }, { title: 'Updates', number: true }, { title: 'Reason' },
      { title: 'What it means', text: true }],
    status.outcomes.map((it) => [it.status, formatNumber(it.count), it.reason ?? '', it.meaning]),
    'no update has an outcome yet');
  fillTable(byId('rejected'),
    [{ title: 'Time' }, { title: 'Reason' }, { title: 'Message', text: true },
      { title: 'Attempts', number: true }],
    status.rejected.map((it) => [formatInstant(it.rejectedAt), it.reason, it.message,
      formatNumber(it.attempts)]),
    'no update was rejected');
}

function drawPlots() {
  const to = samples.at(-1)?.second ?? Math.floor(Date.now() / 1000);
  // Soon after the start, the plots begin with the first sample.
  const from = Math.max(to - Number(range.value), Math.min(samples[0]?.second ?? to, to - 300));
  draw(samples.filter((sample) => sample.second >= from), from, to);
}

async function load() {
  const after = samples.at(-1)?.second ?? 0;
  const response = await fetch(`status.json?after=${after}`, { cache: 'no-store' });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  const status = await response.json();
  keptSeconds = status.keptSeconds;
  const oldest = Date.parse(status.now) / 1000 - keptSeconds;
  samples = [...samples, ...status.samples].filter((sample) => sample.second >= oldest);
  return status;
}

function show(status) {
  const count = status.problems.length;
  showSummary(count === 0 ? 'Working' : count === 1 ? '1 problem' : `${count} problems`, count === 0);
  document.title = `${count === 0 ? '' : `(${count}) `}Firehose receiver`;
  showProblems(status.problems);
  showFacts(status);
  showTables(status);
  drawPlots();
  byId('about').textContent =
    `${status.name} ${status.version}. Database: ${status.database}. Last change of this page: ${formatInstant(status.now)}.`;
}

async function refresh() {
  let seconds = 15;
  try {
    const status = await load();
    seconds = status.sampleSeconds;
    show(status);
  } catch (failure) {
    showSummary(`The receiver does not respond (${failure.message}); this page is out of date`, false);
  }
  setTimeout(refresh, seconds * 1000);
}

range.addEventListener('change', drawPlots);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawPlots);
let resizing;
addEventListener('resize', () => {
  clearTimeout(resizing);
  resizing = setTimeout(drawPlots, 150);
});
refresh();
