"use strict";

// Names of clients, services and networks are untrusted: they become text, never markup.
const byId = (id) => document.getElementById(id);

function make(name, attributes, ...children) {
  const isDrawn = ["svg", "rect", "title"].includes(name);
  const node = isDrawn ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.setAttribute("class", value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined).map((child) =>
    child instanceof Node ? child : document.createTextNode(String(child))));
  return node;
}

// Replaces the content and keeps the focus.
function fill(node, ...children) {
  const key = node.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const top = node.scrollTop;
  node.replaceChildren(...children.flat().filter(Boolean));
  node.scrollTop = top;
  if (key === undefined) return;
  for (const other of node.querySelectorAll("[data-key]")) if (other.dataset.key === key) return other.focus();
}

async function ask(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  const body = await answer.json();
  if (!answer.ok && !body.sources) throw new Error(body.error || answer.statusText);
  return body;
}

// MARK: Numbers and times

let clockOffset = 0;
const now = () => Date.now() + clockOffset;
const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many || one + "s"}`;

function age(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

const ago = (time) => make("span", { "data-since": time, title: new Date(time).toISOString() }, age(now() - time));
const clock = (time) => new Date(time).toLocaleTimeString("en-GB");

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let index = 0;
  while (bytes >= 1024 && index < units.length - 1) { bytes /= 1024; index += 1; }
  return `${index === 0 ? bytes : bytes.toFixed(bytes < 10 ? 1 : 0)} ${units[index]}`;
}

function duration(milliseconds) {
  if (milliseconds < 1) return `${milliseconds.toFixed(2)} ms`;
  if (milliseconds < 1000) return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

setInterval(() => {
  for (const node of document.querySelectorAll("[data-since]")) {
    const text = age(now() - Number(node.dataset.since));
    if (node.textContent !== text) node.textContent = text;
  }
}, 1000);

// MARK: Event log

const known = { clients: null, gateways: null, lastNack: null, phases: null };

function tell(kind, text) {
  const log = byId("log");
  for (const empty of log.querySelectorAll(".empty")) empty.remove();
  log.prepend(make("li", { class: "flash" }, make("div", { class: "row" },
    make("span", { class: `chip ${kind}` }, { ok: "added", bad: "problem", warn: "removed", "": "news" }[kind]),
    make("span", {}, text), make("span", { class: "muted end" }, clock(now())))));
  while (log.children.length > 60) log.lastChild.remove();
}

// Logs added and removed items; of more than five only their number.
function compare(name, current, came, left) {
  const before = known[name];
  known[name] = current;
  if (before === null) return;
  const added = [...current.keys()].filter((key) => !before.has(key));
  const gone = [...before.keys()].filter((key) => !current.has(key));
  if (added.length > 5) tell("ok", came(null, added.length));
  else for (const key of added) tell("ok", came(current.get(key), 1));
  if (gone.length > 5) tell("warn", left(null, gone.length));
  else for (const key of gone) tell("warn", left(before.get(key), 1));
}

// MARK: Tiles

const tiles = {};

function tile(name, number, label, isBad) {
  tiles[name] = { number, label, isBad };
  const order = ["clients", "networks", "endpoints", "gateways", "latency", "nacks"];
  fill(byId("tiles"), order.filter((key) => tiles[key]).map((key) =>
    make("li", { class: tiles[key].isBad ? "bad" : null }, make("div", { class: "number" }, tiles[key].number),
      make("div", { class: "muted" }, tiles[key].label))));
}

// MARK: Sources

async function showSources() {
  const state = await ask("/debug/sources");
  clockOffset = state.time - Date.now();
  byId("program").textContent = state.program;
  const ready = byId("ready");
  ready.textContent = state.ready ? "ready" : "not ready";
  ready.setAttribute("class", `pill ${state.ready ? "ok" : "bad"}`);
  byId("sources-note").textContent = `${count(state.goodStates, "state")}, ${state.failedStates} failed`;
  const kinds = { synced: "ok", connecting: "warn", stale: "warn", broken: "bad", unreachable: "bad" };
  const items = state.sources.map((source) => make("li", {},
    make("div", { class: "row" }, make("strong", {}, source.id),
      make("span", { class: `chip ${kinds[source.phase] || ""}` }, source.phase),
      make("span", { class: "muted end" }, source.lastHeard ? [ago(source.lastHeard), " ago"] : "no data yet")),
    make("div", { class: "muted" }, [source.kind].concat(Object.entries(source.objects)
      .map(([kind, number]) => `${number.toLocaleString("en")} ${kind}`)).join(" · ")),
    source.lastError && source.phase !== "synced" ? make("div", { class: "error" }, source.lastError) : null,
    source.problems.length > 0 ? make("details", {},
      make("summary", { class: "muted" }, `${count(source.problems.length, "problem")}`),
      source.problems.slice(0, 50).map((problem) => make("div", { class: "muted text" }, problem))) : null));
  const names = state.names.map((name) => make("li", {},
    make("div", { class: "row" }, make("span", { class: "mono" }, name.name),
      make("span", { class: `chip ${name.state === "resolved" || name.state === "pinned" ? "ok" : "bad"}` }, name.state),
      name.ageMilliseconds === undefined ? null
        : make("span", { class: "muted end" }, ago(now() - name.ageMilliseconds), " ago")),
    make("div", { class: "muted" }, name.addresses.join(", ") || name.error || "no address")));
  if (state.failure) items.unshift(make("li", {}, make("div", { class: "error" }, state.failure)));
  fill(byId("sources"), items.length + names.length > 0 ? items.concat(names)
    : make("li", { class: "empty" }, "No sources yet."));
  const phases = new Map(state.sources.map((source) => [source.id, source.phase]));
  for (const [id, phase] of phases) {
    const before = known.phases && known.phases.get(id);
    if (before && before !== phase) tell(kinds[phase] === "ok" ? "ok" : "bad", `source ${id} is ${phase}`);
  }
  known.phases = phases;
}

// MARK: Networks

function bar(part, whole, name) {
  const share = whole > 0 ? (100 * part) / whole : 0;
  return make("svg", { class: name, viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    make("rect", { class: "whole", width: 100, height: 6 }),
    make("rect", { class: `part${name === "bar" && part < whole ? " weak" : ""}`, width: share, height: 6 }));
}

function gatewayItem(gateway) {
  return make("li", { "data-gateway": `${gateway.address}:${gateway.port}` },
    make("span", { class: `dot${gateway.resolved ? "" : " bad"}`, "aria-hidden": "true" }),
    make("code", {}, socket(gateway.address, gateway.port)),
    make("span", { class: "muted" }, gateway.resolved ? "" : "no address"),
    make("span", { class: "muted why" }, gateway.because));
}

const socket = (address, port) => (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`);

async function showNetworks() {
  const state = await ask("/debug/networks?brief");
  const networks = state.networks;
  const gateways = networks.flatMap((network) => network.gateways);
  const unresolved = gateways.filter((gateway) => !gateway.resolved).length;
  const endpoints = networks.reduce((sum, network) => sum + network.endpoints, 0);
  const healthy = networks.reduce((sum, network) => sum + network.healthy, 0);
  byId("networks-note").textContent = `${count(state.services, "service")}, ${count(endpoints, "endpoint")}`;
  tile("networks", networks.filter((network) => network.network !== "").length, "networks");
  tile("endpoints", healthy.toLocaleString("en"), `ready endpoints of ${endpoints.toLocaleString("en")}`);
  tile("gateways", gateways.length - unresolved, unresolved > 0 ? `gateways, ${unresolved} without address` : "gateways",
    unresolved > 0);
  fill(byId("networks"), networks.map((network) => make("article", { class: "network" },
    make("div", { class: "row" }, make("h3", {}, network.network || "no known network"),
      make("span", { class: "muted end" }, `${network.healthy} / ${network.endpoints}`)),
    bar(network.healthy, network.endpoints, "bar"),
    make("div", { class: "muted" }, network.healthy === network.endpoints
      ? `${count(network.endpoints, "endpoint")}, all ready` : `${network.healthy} of ${count(network.endpoints, "endpoint")} ready`),
    make("div", { class: "chips" }, Object.entries(network.clusters).slice(0, 12).map(([cluster, number]) =>
      make("span", { class: "chip" }, `${cluster} ${number}`))),
    network.gateways.length > 0
      ? make("ul", { class: "gateways" }, network.gateways.slice(0, 20).map(gatewayItem),
        network.gateways.length > 20 ? make("li", { class: "muted" }, `and ${network.gateways.length - 20} more`) : null)
      : make("div", { class: "gateways muted" }, network.network === "" ? "reached directly by all clients"
        : "no gateway: reached directly"))));
  const title = (gateway) => `gateway ${socket(gateway.address, gateway.port)} of ${gateway.network}`;
  compare("gateways", new Map(gateways.filter((gateway) => gateway.resolved).map((gateway) => [title(gateway), gateway])),
    (gateway, number) => (gateway ? title(gateway) : count(number, "gateway")),
    (gateway, number) => (gateway ? title(gateway) : count(number, "gateway")));
  hasDiagram = state.diagram;
  showDiagram();
}

let hasDiagram = false;
let diagramVersion = 0;
function showDiagram() {
  diagramVersion += 1;
  const theme = document.documentElement.dataset.theme || "auto";
  byId("diagram").hidden = !hasDiagram;
  if (hasDiagram) byId("diagram-image").src = `/debug/networks.svg?theme=${theme}&version=${diagramVersion}`;
}

// MARK: Clients

const columns = [
  { name: "Client", value: (client) => client.node, isText: true },
  { name: "Network", value: (client) => client.network, isText: true },
  { name: "Protocol", value: (client) => client.protocol, isText: true },
  { name: "State", value: (client) => standing(client).text, isText: true },
  { name: "Names", value: (client) => client.resourceCount },
  { name: "Pushes", value: (client) => client.pushes },
  { name: "ACKs", value: (client) => client.acks },
  { name: "NACKs", value: (client) => client.nacks },
  { name: "Bytes", value: (client) => client.bytes },
  { name: "Since", value: (client) => -client.openedAt },
];
let clients = [];
let order = { column: 0, isDescending: false };

function standing(client) {
  if (client.resources.some((resource) => resource.state === "rejected")) return { text: "rejected", kind: "bad" };
  if (client.slowSince !== undefined) return { text: "slow", kind: "warn" };
  if (client.resources.some((resource) => resource.state === "stale")) return { text: "waiting", kind: "warn" };
  return { text: "synced", kind: "ok" };
}

function showClientHeads() {
  const row = byId("clients").tHead.rows[0];
  fill(row, columns.map((column, index) => make("th", {
    scope: "col", class: column.isText ? null : "number",
    "aria-sort": index !== order.column ? "none" : order.isDescending ? "descending" : "ascending",
  }, make("button", {
    type: "button", "data-key": `sort ${column.name}`,
    onclick: () => {
      order = { column: index, isDescending: index === order.column ? !order.isDescending : !column.isText };
      showClientHeads();
      showClientRows();
    },
  }, column.name))));
}

function showClientRows() {
  const wanted = byId("filter").value.trim().toLowerCase();
  const shown = clients.filter((client) => wanted === "" || [client.node, client.network, client.cluster, client.protocol,
    client.peer, standing(client).text].some((text) => text.toLowerCase().includes(wanted)));
  const value = columns[order.column].value;
  shown.sort((one, other) => {
    const [left, right] = [value(one), value(other)];
    const difference = typeof left === "string" ? left.localeCompare(right) : left - right;
    return (order.isDescending ? -difference : difference) || one.stream.localeCompare(other.stream, "en", { numeric: true });
  });
  const rows = shown.slice(0, 200).map((client) => {
    const state = standing(client);
    const cells = [
      make("button", { type: "button", "data-key": `client ${client.stream}`, onclick: () => explainClient(client.node) },
        client.node || "(no id)"),
      client.network || "–", client.protocol, make("span", { class: `chip ${state.kind}` }, state.text),
      client.resourceCount.toLocaleString("en"), client.pushes.toLocaleString("en"), client.acks.toLocaleString("en"),
      client.nacks.toLocaleString("en"), size(client.bytes), ago(client.openedAt),
    ];
    return make("tr", { "data-client": client.node }, cells.map((cell, index) => make("td", {
      class: index === 0 ? "id" : columns[index].isText ? null : "number", "data-label": columns[index].name,
    }, cell)));
  });
  if (rows.length === 0) {
    rows.push(make("tr", {}, make("td", { colspan: columns.length, class: "empty" },
      clients.length === 0 ? "No client is connected." : "No client matches.")));
  } else if (shown.length > 200) {
    rows.push(make("tr", {}, make("td", { colspan: columns.length, class: "empty" }, `and ${shown.length - 200} more`)));
  }
  fill(byId("clients").tBodies[0], rows);
}

async function showClients() {
  const state = await ask("/debug/clients");
  clients = state.clients;
  byId("clients-note").textContent = `${count(state.shown, "stream")}${state.isComplete ? "" : " of more"} on ${
    count(state.connections, "connection")}`;
  const nodes = new Map(clients.map((client) => [client.node, client]));
  tile("clients", nodes.size.toLocaleString("en"), "clients");
  tile("nacks", state.nacks.length, "recent NACKs", state.nacks.length > 0);
  showClientRows();
  compare("clients", nodes,
    (client, number) => (client ? `client ${client.node} connected` : `${count(number, "client")} connected`),
    (client, number) => (client ? `client ${client.node} disconnected` : `${count(number, "client")} disconnected`));
  fill(byId("nacks"), state.nacks.length > 0 ? state.nacks.map((nack) => make("li", {},
    make("div", { class: "row" }, make("strong", {}, nack.node || "(no id)"),
      make("span", { class: "muted end" }, ago(nack.time), " ago")),
    make("div", { class: "error" }, nack.text || `code ${nack.code}`)))
    : make("li", { class: "empty" }, "No NACKs."));
  const newest = state.nacks[0];
  const mark = newest ? `${newest.time} ${newest.stream} ${newest.text}` : "";
  if (known.lastNack !== null && newest && known.lastNack !== mark) tell("bad", `${newest.node} rejected: ${newest.text}`);
  known.lastNack = mark;
}

byId("filter").addEventListener("input", showClientRows);

// MARK: Changes

async function showPushes() {
  const { pushes } = await ask("/debug/pushes");
  const answered = pushes.filter((push) => push.lastAckMilliseconds !== undefined);
  if (answered.length > 0) tile("latency", duration(answered[0].lastAckMilliseconds), "last change to last ACK");
  spark(pushes.slice(0, 60).reverse());
  fill(byId("pushes"), pushes.slice(0, 40).map((push) => make("li", {},
    make("div", { class: "row" }, make("strong", {}, push.because),
      make("span", { class: "muted" }, clock(push.time)),
      make("span", { class: "end" }, push.lastAckMilliseconds === undefined ? "–" : duration(push.lastAckMilliseconds))),
    make("div", { class: "muted" }, push.sent === 0 ? "no client affected"
      : `${push.acked} of ${push.sent} acknowledged${push.nacked ? `, ${push.nacked} rejected` : ""}${
        push.lost ? `, ${push.lost} lost` : ""}, ${size(push.bytes)}`))));
}

// A bar per change; its height is the time on a logarithmic scale.
function spark(pushes) {
  const height = (push) => {
    if (push.lastAckMilliseconds === undefined) return 2;
    return 4 + 36 * Math.min(1, Math.max(0, (Math.log10(Math.max(push.lastAckMilliseconds, 0.1)) + 1) / 5));
  };
  const kind = (push) => (push.nacked ? "bad" : push.sent > push.acked + push.lost ? "some"
    : push.lastAckMilliseconds === undefined ? "none" : null);
  fill(byId("spark"), make("svg", {
    viewBox: "0 0 240 42", preserveAspectRatio: "none", role: "img",
    "aria-label": `Time to the last ACK of the last ${count(pushes.length, "change")}`,
  }, pushes.map((push, index) => make("rect", {
    x: 240 - 4 * (pushes.length - index), y: 42 - height(push), width: 3, height: height(push), rx: 1, class: kind(push),
  }, make("title", {}, `${push.because}, ${clock(push.time)}${
    push.lastAckMilliseconds === undefined ? "" : `: ${duration(push.lastAckMilliseconds)}`}`)))));
}

// MARK: Search

const box = byId("search");
const list = byId("results");
let found = [];
let selected = -1;
let searches = 0;
let searchTimer;

box.addEventListener("input", () => {
  clearTimeout(searchTimer);
  searchTimer = setTimeout(search, 120);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (found.length === 0) return;
    event.preventDefault();
    select((selected + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (found.length > 0) choose(found[Math.max(0, selected)]);
    else search(true);
  } else if (event.key === "Escape") {
    if (list.hidden) box.value = "";
    closeResults();
  }
});
box.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== box) closeResults(); }, 150));

async function search(choosesFirst) {
  const text = box.value.trim();
  searches += 1;
  const mine = searches;
  if (text === "") return closeResults();
  let state;
  try {
    state = await ask(`/debug/search?q=${encodeURIComponent(text)}`);
  } catch (error) {
    return tell("bad", String(error.message));
  }
  if (mine !== searches) return;
  found = state.clients.map((client) => ({
    kind: "client", what: client.node, note: client.connected ? "connected" : "proxies.yaml", open: () => explainClient(client.node),
  })).concat(state.services.map((service) => ({
    kind: "service", what: service.host, note: count(service.clusters.length, "port"), open: () => explainService(service),
  })), state.addresses.map((address) => ({
    kind: address.gateway ? "gateway" : "endpoint", what: address.address,
    note: address.gateway ? `network ${address.gateway.network}` : address.service, open: () => explainAddress(address),
  })));
  if (choosesFirst === true && found.length > 0) return choose(found[0]);
  fill(list, found.length > 0 ? found.map((answer, index) => make("li", {
    role: "option", id: `result-${index}`, "aria-selected": "false", onmousedown: (event) => event.preventDefault(),
    onclick: () => choose(answer),
  }, make("span", { class: "kind" }, answer.kind), make("span", { class: "what" }, answer.what, " ",
    make("span", { class: "muted" }, answer.note)))) : make("li", { class: "empty" }, "No matches."));
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  select(found.length > 0 ? 0 : -1);
}

function select(index) {
  selected = index;
  for (const [number, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(number === index));
  if (index < 0) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", `result-${index}`);
  list.children[index].scrollIntoView({ block: "nearest" });
}

function closeResults() {
  searches += 1;
  found = [];
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function choose(answer) {
  closeResults();
  answer.open();
}

// MARK: Answers

function showAnswer(title, ...content) {
  byId("answer-title").textContent = title;
  fill(byId("answer-body"), ...content);
  byId("answer").hidden = false;
  byId("answer").focus({ preventScroll: true });
  byId("answer").scrollIntoView({ block: "start" });
}

function closeAnswer() {
  if (byId("answer").hidden) return;
  byId("answer").hidden = true;
  box.focus();
}
byId("answer-close").addEventListener("click", closeAnswer);

const facts = (pairs) => make("dl", { class: "facts" }, pairs.filter(([, value]) => value !== undefined && value !== "")
  .map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));

function table(heads, rows) {
  return make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, rows.map((row) => make("tr", {}, row.map((cell, index) =>
      make("td", { "data-label": heads[index], class: index === 0 ? "id" : null }, cell)))))));
}

async function answering(body) {
  try {
    await body();
  } catch (error) {
    showAnswer("No answer", make("p", { class: "error" }, error.message));
  }
}

const clientFacts = (client) => facts([
  ["Network", client.network || "unknown"], ["Reason", client.networkBecause], ["Cluster", client.cluster],
  ["Namespace", client.namespace], ["Locality", client.locality],
  ["Connected", client.connected === undefined ? undefined : client.connected ? "yes" : "no"],
]);

function explainClient(node) {
  return answering(async () => {
    const state = await ask(`/debug/clients?node=${encodeURIComponent(node)}`);
    const resources = state.clients.flatMap((client) => client.resources);
    if (resources.length === 0) {
      const dump = await ask(`/config_dump?node=${encodeURIComponent(node)}`);
      const names = Object.keys(dump[0].resources);
      return showAnswer(node, make("p", { class: "muted" }, "Not connected, or without resources; from proxies.yaml:"),
        make("ul", {}, names.map((name) => make("li", {}, explainButton(node, name)))));
    }
    const client = state.clients[0];
    showAnswer(node, facts([["Network", client.network || "unknown"], ["Cluster", client.cluster],
      ["Namespace", client.namespace], ["Identified by", client.knownBy], ["Peer", client.peer],
      ["Protocol", state.clients.map((each) => each.protocol).join(", ")]]),
    table(["Name", "State", "Sent", "Acknowledged", "NACK"], resources.slice(0, 500).map((resource) => [
      explainButton(node, resource.name),
      make("span", { class: `chip ${{ synced: "ok", rejected: "bad" }[resource.state] || "warn"}` }, resource.state),
      make("code", {}, resource.sent || "–"), make("code", {}, resource.acked || "–"), resource.nack || ""])));
  });
}

const explainButton = (node, name) =>
  make("button", { type: "button", "data-key": `explain ${name}`, onclick: () => explain(node, name) }, name);

function explainService(service) {
  return answering(async () => {
    const nodes = [...new Set(clients.map((client) => client.node))];
    if (nodes.length > 0) return explain(nodes[0], service.clusters[0] || service.host);
    const state = await ask(`/debug/endpoints?service=${encodeURIComponent(service.host)}`);
    showAnswer(service.host, make("p", { class: "muted" }, "No client is connected; these are all endpoints."),
      table(["Address", "Network", "Reason", "Cluster", "Health"], state.services.flatMap((each) => each.endpoints)
        .map((endpoint) => [socket(endpoint.addresses[0] || "", endpoint.port), endpoint.network || "–",
          endpoint.networkBecause, endpoint.cluster, endpoint.health])));
  });
}

function explainAddress(found) {
  if (found.gateway) {
    const gateway = found.gateway;
    return showAnswer(socket(gateway.address, gateway.port), facts([["Kind", "gateway"], ["Network behind it", gateway.network],
      ["Cluster", gateway.cluster], ["Reason", gateway.because]]));
  }
  const endpoint = found.endpoint;
  return showAnswer(socket(found.address, endpoint.port), facts([["Kind", "endpoint"], ["Service", found.service],
    ["Network", endpoint.network || "unknown"], ["Reason", endpoint.networkBecause], ["Cluster", endpoint.cluster],
    ["Locality", endpoint.locality], ["Workload", endpoint.workload], ["Health", endpoint.health],
    ["Weight", endpoint.weight], ["Source", endpoint.source]]));
}

function explain(node, name) {
  return answering(async () => {
    const state = await ask(`/debug/explain?proxy=${encodeURIComponent(node)}&resource=${encodeURIComponent(name)}`);
    const rows = state.groups.flatMap((group) => group.hosts.map((host) => [
      make("code", {}, host.address),
      make("span", { class: "nowrap" }, bar(host.share * 100, 100, "share"), `${(host.share * 100).toFixed(1)} %`),
      String(host.weight), String(group.priority), group.locality || "–",
      host.gateway ? host.gateway.network : host.endpoint.network || "–",
      host.reached === "gateway" ? `through its gateway, for ${count(host.behind, "endpoint")}`
        : host.reached === "tunnel" ? "through a tunnel" : `directly${host.tlsMode ? ", mTLS" : ""}`,
      host.gateway ? host.gateway.because : host.endpoint.networkBecause]));
    const nodes = [...new Set([node].concat(clients.map((client) => client.node)))].slice(0, 200);
    const choice = make("select", { id: "as-client", "data-key": "as-client", onchange: (event) => explain(event.target.value, name) },
      nodes.map((each) => make("option", { value: each, selected: each === node }, each)));
    showAnswer(state.resource, make("p", { class: "row" }, make("label", { for: "as-client" }, "As seen by"), choice),
      clientFacts(state.client), state.explanation ? make("pre", { class: "text" }, state.explanation) : null,
      rows.length > 0
        ? table(["Address", "Share", "Weight", "Priority", "Locality", "Network", "Reached", "Reason"], rows)
        : make("p", { class: "error" }, `no endpoints: ${state.presence === "known" ? `none of ${
          count(state.endpointCount, "endpoint")} can be reached` : state.presence}`));
  });
}

document.addEventListener("keydown", (event) => {
  const isTyping = ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement.tagName);
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "Escape" && document.activeElement !== box) {
    closeAnswer();
  }
});

// MARK: Colours

const themes = ["auto", "light", "dark"];

function setTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const button = byId("theme");
  button.textContent = { auto: "Auto", light: "Light", dark: "Dark" }[theme];
  button.setAttribute("aria-label", `Colours: ${{ auto: "system", light: "light", dark: "dark" }[theme]}`);
}

function storedTheme() {
  try {
    return themes.includes(localStorage.getItem("theme")) ? localStorage.getItem("theme") : "auto";
  } catch {
    return "auto";
  }
}
setTheme(storedTheme());
byId("theme").addEventListener("click", () => {
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme || "auto") + 1) % themes.length];
  setTheme(next);
  try { localStorage.setItem("theme", next); } catch { /* Private windows have no storage. */ }
  showDiagram();
});

// MARK: Updates

// Runs one request of a kind at a time, at most every 400 ms.
function paced(show) {
  let isRunning = false;
  let isWanted = false;
  return async function run() {
    if (isRunning) { isWanted = true; return; }
    isRunning = true;
    try {
      await show();
    } catch (error) {
      if (!(error instanceof TypeError)) console.warn(error.message);
    }
    setTimeout(() => {
      isRunning = false;
      if (isWanted) { isWanted = false; run(); }
    }, document.hidden ? 5000 : 400);
  };
}

const views = {
  sources: [paced(showSources)], clients: [paced(showClients)], pushes: [paced(showPushes)], mesh: [paced(showNetworks)],
};
views.rejections = views.clients;
const showAll = () => new Set(Object.values(views).flat()).forEach((show) => show());

function setLive(isLive) {
  const live = byId("live");
  live.textContent = isLive ? "live" : "connection lost";
  live.setAttribute("class", `pill ${isLive ? "ok" : "bad"}`);
}

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("hello", () => {
    setLive(true);
    showAll();
  });
  events.addEventListener("changed", (event) => {
    const topics = JSON.parse(event.data);
    new Set(topics.flatMap((topic) => views[topic] || [])).forEach((show) => show());
  });
  events.addEventListener("error", () => {
    setLive(false);
    // The browser reconnects by itself unless the stream was refused.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
}

showClientHeads();
fill(byId("log"), make("li", { class: "empty" }, "No events yet."));
showAll();
listen();
