// Numbers, times and elements, in one form for the whole page.

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

export function formatNumber(value) {
  return value === null || value === undefined ? '–' : number.format(value);
}

export function formatMillis(value) {
  return value === null || value === undefined ? '–' : `${formatNumber(value)} ms`;
}

export function formatDuration(seconds) {
  if (seconds === null || seconds === undefined) {
    return '–';
  }
  for (const [unit, size] of [['d', 86400], ['h', 3600], ['min', 60]]) {
    if (seconds >= 2 * size) {
      return `${number.format(Math.floor(seconds / size))} ${unit}`;
    }
  }
  return `${number.format(Math.round(seconds))} s`;
}

export function formatTime(second) {
  return new Date(second * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

export function formatInstant(text) {
  return new Date(text).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });
}

export function element(name, text, className) {
  const created = document.createElement(name);
  if (text !== undefined) {
    created.textContent = text;
  }
  if (className) {
    created.className = className;
  }
  return created;
}

/** Fills a table. A column is {title, number, text}; a row is a list of texts. */
export function fillTable(table, columns, rows, whenEmpty) {
  const head = element('tr');
  for (const column of columns) {
    const cell = element('th', column.title, column.number ? 'number' : '');
    cell.scope = 'col';
    head.append(cell);
  }
  const body = rows.map((row) => {
    const line = element('tr');
    row.forEach((text, index) => {
      const className = columns[index].number ? 'number' : columns[index].text ? 'text' : '';
      line.append(element('td', text, className));
    });
    return line;
  });
  if (rows.length === 0) {
    const cell = element('td', whenEmpty);
    cell.colSpan = columns.length;
    const line = element('tr');
    line.append(cell);
    body.push(line);
  }
  const headGroup = element('thead');
  headGroup.append(head);
  const bodyGroup = element('tbody');
  bodyGroup.append(...body);
  table.replaceChildren(headGroup, bodyGroup);
}
