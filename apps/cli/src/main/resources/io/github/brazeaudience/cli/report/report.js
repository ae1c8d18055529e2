(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var dashes = [[], [8, 4], [2, 3]];
  var plots = [];

  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function axis(label) {
    return {
      stroke: color("--soft"),
      grid: { stroke: color("--line"), width: 1 },
      ticks: { stroke: color("--line"), width: 1 },
      label: label,
      labelSize: 20,
      size: 56
    };
  }

  function draw(chart) {
    var box = document.getElementById("chart-" + chart.id);
    box.replaceChildren();
    var series = chart.lines.map(function (line, i) {
      return {
        label: line.label,
        stroke: color("--s" + (i + 1)),
        width: 2,
        dash: dashes[i],
        spanGaps: true,
        points: { show: data.time.length < 3 }
      };
    });
    var x = axis("seconds");
    x.size = 40;
    var options = {
      width: box.clientWidth,
      height: 220,
      scales: { x: { time: false }, y: { range: function (u, min, max) { return [0, max > 0 ? max * 1.05 : 1]; } } },
      axes: [x, axis(chart.unit)],
      series: [{ label: "seconds" }].concat(series),
      legend: { markers: { width: 3, dash: function (u, i) { return ["", "solid", "dashed", "dotted"][i]; } } }
    };
    var values = [data.time].concat(chart.lines.map(function (line) { return line.values; }));
    plots.push({ box: box, plot: new uPlot(options, values, box) });
  }

  function drawAll() {
    plots.forEach(function (it) { it.plot.destroy(); });
    plots = [];
    data.charts.forEach(draw);
  }

  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  matchMedia("print").addEventListener("change", drawAll);
  addEventListener("resize", function () {
    plots.forEach(function (it) { it.plot.setSize({ width: it.box.clientWidth, height: 220 }); });
  });
})();
