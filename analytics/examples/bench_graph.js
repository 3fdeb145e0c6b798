// graphology on the same graphs, for analytics/examples/bench_graph.rs. Reads one line of JSON, writes one.
const fs = require('fs');
const { createRequire } = require('module');
const from = createRequire(process.argv[2] + '/');
const Graph = from('graphology');
const layout = from('graphology-layout-forceatlas2');
const helpers = from('graphology-layout-forceatlas2/helpers');
const iterate = from('graphology-layout-forceatlas2/iterate');
const pagerank = from('graphology-metrics/centrality/pagerank');
const louvain = from('graphology-communities-louvain');

const task = JSON.parse(fs.readFileSync(0, 'utf8'));
const graph = new Graph({ type: 'undirected' });
let seed = 7;
const unit = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const side = 20 * Math.sqrt(task.nodes);
for (let node = 0; node < task.nodes; node++) graph.addNode(node, { x: unit() * side, y: unit() * side });
for (const [a, b] of task.edges) if (a !== b && !graph.hasEdge(a, b)) graph.addEdge(a, b);

const cpu = (work) => {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000;
};
const answer = {};
if (task.steps) {
  const { nodes, edges } = helpers.graphToByteArrays(graph, () => 1);
  const settings = { ...layout.inferSettings(graph), barnesHutOptimize: true, barnesHutTheta: task.theta };
  const all = { ...from('graphology-layout-forceatlas2/defaults'), ...settings };
  iterate(all, nodes, edges); // Compiled before it is measured.
  answer.step_ms = cpu(() => { for (let step = 0; step < task.steps; step++) iterate(all, nodes, edges); }) / task.steps;
}
if (task.budget_ms) {
  // What somebody sees who waits that long: the recommended settings, from random places.
  const { nodes, edges } = helpers.graphToByteArrays(graph, () => 1);
  const all = { ...from('graphology-layout-forceatlas2/defaults'), ...layout.inferSettings(graph) };
  const started = process.hrtime.bigint();
  answer.steps = 0;
  while (Number(process.hrtime.bigint() - started) / 1e6 < task.budget_ms) { iterate(all, nodes, edges); answer.steps++; }
  answer.x = Array.from({ length: task.nodes }, (_, node) => nodes[node * 10]);
  answer.y = Array.from({ length: task.nodes }, (_, node) => nodes[node * 10 + 1]);
}
if (task.analytics) {
  answer.pagerank_ms = cpu(() => pagerank(graph, { tolerance: 1e-12, maxIterations: 1000, getEdgeWeight: null }));
  answer.louvain_ms = cpu(() => louvain.detailed(graph, { getEdgeWeight: null }));
}
process.stdout.write(JSON.stringify(answer));
