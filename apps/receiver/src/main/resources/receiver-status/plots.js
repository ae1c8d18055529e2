// The plots, each with a legend and a table of the same values.

import { element, fillTable, formatDuration, formatNumber, formatTime } from './format.js';

const PLOTS = [
  { title: 'Throughput', unit: 'updates per second', format: formatNumber,
    series: [{ name: 'stored', key: 'updates' }, { name: 'forwarded', key: 'forwarded' }] },
  { title: 'Time to a response', unit: 'milliseconds', format: formatNumber,
    series: [{ name: 'median', key: 'answerMedian' }, { name: '99th percentile', key: 'answerHigh' }] },
  { title: 'Messages', unit: 'per second', format: formatNumber,
    series: [{ name: 'answered', key: 'messages' }, { name: 'refused with 503', key: 'refused' }] },
  { title: 'Time of a request to Braze', unit: 'milliseconds', format: formatNumber,
    series: [{ name: 'median', key: 'brazeMedian' }, { name: '99th percentile', key: 'brazeHigh' }] },
  { title: 'Backlog', unit: 'updates', format: formatNumber, whole: true,
    series: [{ name: 'waiting updates', key: 'backlog' }] },
  { title: 'Oldest waiting update', unit: 'age', format: formatDuration, whole: true,
    series: [{ name: 'age', key: 'oldestSeconds' }] },
];
const ROWS = 12;
const SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400, 604800, 2592000];
const COUNTS = [1, 2, 5].flatMap((digit) => [...Array(13).keys()].map((power) => digit * 10 ** power)).sort((a, b) => a - b);
const HEIGHT = 240;
// A line through so few samples may be too short to be seen.
const FEW = 30;

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function axis(format, size) {
  return {
    stroke: color('--muted'),
    grid: { stroke: color('--grid'), width: 1 },
    ticks: { stroke: color('--grid'), width: 1 },
    font: '12px system-ui, sans-serif',
    size,
    values: (plot, ticks) => ticks.map(format),
  };
}

function options(plot, width, few) {
  const lines = [
    { stroke: color('--first'), width: 2 },
    { stroke: color('--second'), width: 2, dash: [6, 4] },
  ];
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (u, min, max) => [0, max > 0 ? Math.max(max * 1.1, plot.whole ? 4 : 0) : 4] } },
    axes: [
      { ...axis(formatTime, 30), space: 80 },
      { ...axis(plot.format, 64), ...(plot.whole ? { incrs: plot.format === formatDuration ? SECONDS : COUNTS } : {}) },
    ],
    series: [{}, ...plot.series.map((series, index) => ({ ...lines[index], points: { show: few, size: 5 } }))],
  };
}

/** The largest value of each stretch of time, because a short peak must not disappear. */
function rows(plot, samples) {
  const size = Math.max(1, Math.ceil(samples.length / ROWS));
  const result = [];
  for (let start = 0; start < samples.length; start += size) {
    const stretch = samples.slice(start, start + size);
    const cells = plot.series.map(({ key }) => {
      const values = stretch.map((sample) => sample[key]).filter((value) => value !== null);
      return values.length === 0 ? '–' : plot.format(Math.max(...values));
    });
    result.unshift([`${formatTime(stretch[0].second)} to ${formatTime(stretch.at(-1).second)}`, ...cells]);
  }
  return result;
}

function legend(plot) {
  const list = element('ul', undefined, 'legend');
  plot.series.forEach((series, index) => {
    const key = element('span', undefined, index === 0 ? 'key' : 'key second');
    key.setAttribute('aria-hidden', 'true');
    const item = element('li');
    item.append(key, series.name);
    list.append(item);
  });
  return list;
}

class Plot {
  constructor(plot) {
    this.plot = plot;
    this.figure = element('figure', undefined, 'plot');
    const caption = element('figcaption', `${plot.title} `);
    caption.append(element('span', plot.unit));
    this.canvas = element('div', undefined, 'canvas');
    this.canvas.setAttribute('role', 'img');
    this.details = element('details');
    this.table = element('table');
    const scroll = element('div', undefined, 'scroll');
    scroll.tabIndex = 0;
    scroll.setAttribute('role', 'region');
    scroll.setAttribute('aria-label', `${plot.title}: table`);
    scroll.append(this.table);
    this.details.append(element('summary', `${plot.title} as a table`), scroll);
    this.figure.append(caption, legend(plot), this.canvas, this.details);
  }

  draw(samples, from, to) {
    const width = Math.floor(this.canvas.getBoundingClientRect().width);
    const columns = this.plot.series.map(({ key }) => samples.map((sample) => sample[key]));
    const data = [samples.map((sample) => sample.second), ...columns];
    this.chart?.destroy();
    this.chart = new uPlot(options(this.plot, width, samples.length < FEW), data, this.canvas);
    this.chart.setScale('x', { min: from, max: to });
    this.describe(samples);
  }

  describe(samples) {
    const last = samples.at(-1);
    const values = this.plot.series
      .map(({ name, key }) => `${name} ${last ? this.plot.format(last[key]) : '–'}`)
      .join(', ');
    this.canvas.setAttribute('aria-label',
      `${this.plot.title}, ${this.plot.unit}. Now: ${values}. The table has the history.`);
    const columns = [{ title: 'Time' }, ...this.plot.series.map(
      ({ name }) => ({ title: `${name}, at most`, number: true }))];
    fillTable(this.table, columns, rows(this.plot, samples), 'no samples yet');
  }
}

export function createPlots(parent) {
  const plots = PLOTS.map((plot) => new Plot(plot));
  parent.append(...plots.map((plot) => plot.figure));
  return (samples, from, to) => plots.forEach((plot) => plot.draw(samples, from, to));
}
