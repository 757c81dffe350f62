// The status page. What comes from the job is put in as text only, since names may hold anything; what is on the page is
// changed where it differs, and never made anew.
"use strict";

// ---- Words ----

const WORDS = {
  en: {
    other: "中文", actions: "Actions", pause: "Pause", resume: "Resume", verifyAll: "Verify all", verify: "Verify", reload: "Reload",
    source: "Source", target: "Target", capture: "Capture", delay: "Delay", speed: "Changes per second", position: "Position",
    slot: "Replication slot", quarantine: "In quarantine", quarantineMore: "changes, see below",
    tables: "Tables", table: "Table", search: "Search tables", state: "State", loaded: "Loaded", inserted: "Inserted",
    updated: "Updated", deleted: "Deleted", anyState: "all states", noTable: "No table is like that.", noTables: "No tables yet.",
    verified: "Verify", repair: "Repair …", precheck: "Precheck", precheckNow: "Check now", errors: "Last errors",
    noErrors: "None since the start.", noPrecheck: "No check yet.", found: "Found", needed: "Needed", fix: "Fix", copy: "Copy", copied: "Copied",
    cancel: "Cancel", useToken: "Use token", noData: "no data yet", unknown: "not known",
    since: (t, d) => `since ${t}, ${d}`, program: (v, t) => `version ${v}, started ${t}`,
    behind: b => `${b} behind`, changes: (n, all) => `${n} since the start` + (all ? `, ${all} in all` : ""), committed: (c, a) => `committed ${c}, applied ${a}`,
    held: (b, l) => l ? `holds ${b} of WAL, limit ${l}` : `holds ${b} of WAL, no limit`, inactive: "not active",
    lost: t => `No answer since ${t}. The page goes on by itself when the job answers again.`, never: "No answer from the job yet.",
    tokenToAct: "To act, enter the token (sync.http-token); it is kept until this page is closed:",
    tokenToSee: "To see anything, enter the token (sync.http-token); it is kept until this page is closed:",
    left: d => `${d} left`, shown: (n, all) => n === all ? `${all}` : `${n} of ${all}`, passed: n => `${n} passed`,
    checked: (t, f, w) => `${t}: ${f} failed, ${w} warnings`, comparing: n => `comparing, ${n} tables done …`,
    compared: (n, d, f) => `${n} tables: ${d} different, ${f} failed`, rowsDiffer: (m, x, c) => `${m} missing, ${x} extra, ${c} different`,
    interrupted: "The job was started anew meanwhile.", done: "done", repaired: "repaired",
    lastChange: "Last change", lastDay: "Show the last day", lastMinutes: "Show the last minutes", log: "Log", noLog: "Nothing since the start.",
    replay: "Replay", discard: "Discard", replayAll: "Replay all …", discardAll: "Discard all …",
    more: n => `${n} more; the command quarantine list shows them`, refusedAt: (o, k, l) => `${o} of ${k}, committed at ${l}`, aRow: "a row",
    askPause: "Pause the job? The source keeps its WAL until it is resumed.",
    askReplay: n => `Apply ${n} changes in quarantine again? What is still refused stays there.`,
    askDiscard: n => `Delete ${n} changes from the quarantine without applying them? Their rows stay different from the source's.`,
    askDiscardOne: (id, t) => `Delete change ${id} of table ${t}, and all others of its row, without applying them? The row stays different from the source's.`,
    askReload: t => `Load table ${t} again? All its rows are copied; readers see the present ones until then.`,
    askRepair: n => `Write the differing rows of ${n} tables anew on the target, as they are on the source?`,
    refusedRoutes: (t, why) => `The route files are not what runs, since ${t}: ${why}`,
    routes: "Routes", running: n => `${n} run`, runsSince: t => `since ${t}`, refusedEntry: why => `its file says otherwise, which is refused: ${why}`,
    schemaChanges: "Schema changes of the source", noSchemaChanges: "None since the start.", tableDelay: "Behind",
    states: {}, units: { s: " s", min: " min", h: " h", d: " d" }, perSecond: "/s",
  },
  zh: {
    other: "English", actions: "操作", pause: "暂停", resume: "恢复", verifyAll: "全部校验", verify: "校验", reload: "重新初始化",
    source: "源库", target: "目标库", capture: "捕获方式", delay: "同步延迟", speed: "每秒变更数", position: "同步位点",
    slot: "复制槽", quarantine: "隔离区", quarantineMore: "条变更，详见下方",
    tables: "同步表", table: "表", search: "搜索表名", state: "状态", loaded: "全量行数", inserted: "插入",
    updated: "更新", deleted: "删除", anyState: "全部状态", noTable: "没有符合条件的表。", noTables: "暂无同步表。",
    verified: "数据校验", repair: "订正 …", precheck: "预检查", precheckNow: "立即检查", errors: "最近错误",
    noErrors: "启动以来没有错误。", noPrecheck: "尚未检查。", found: "当前值", needed: "要求", fix: "处理方法", copy: "复制", copied: "已复制",
    cancel: "取消", useToken: "使用令牌", noData: "暂无数据", unknown: "未知",
    since: (t, d) => `自 ${t} 起，已 ${d}`, program: (v, t) => `版本 ${v}，启动于 ${t}`,
    behind: b => `落后 ${b}`, changes: (n, all) => `启动以来 ${n} 条` + (all ? `，累计 ${all} 条` : ""), committed: (c, a) => `源库提交 ${c}，目标写入 ${a}`,
    held: (b, l) => l ? `保留 WAL ${b}，上限 ${l}` : `保留 WAL ${b}，无上限`, inactive: "未激活",
    lost: t => `自 ${t} 起无响应。任务恢复响应后，页面将自动更新。`, never: "任务尚无响应。",
    tokenToAct: "执行操作需输入令牌（sync.http-token），仅在本页面关闭前有效：",
    tokenToSee: "查看状态需输入令牌（sync.http-token），仅在本页面关闭前有效：",
    left: d => `剩余 ${d}`, shown: (n, all) => n === all ? `${all}` : `${n} / ${all}`, passed: n => `${n} 项通过`,
    checked: (t, f, w) => `${t}：${f} 项失败，${w} 项警告`, comparing: n => `校验中，已完成 ${n} 张表 …`,
    compared: (n, d, f) => `${n} 张表：${d} 张不一致，${f} 张失败`, rowsDiffer: (m, x, c) => `缺失 ${m} 行，多余 ${x} 行，不一致 ${c} 行`,
    interrupted: "任务已重新启动。", done: "完成", repaired: "已订正",
    lastChange: "最近变更", lastDay: "显示最近一天", lastMinutes: "显示最近几分钟", log: "日志", noLog: "启动以来没有日志。",
    replay: "重放", discard: "丢弃", replayAll: "全部重放 …", discardAll: "全部丢弃 …",
    more: n => `另有 ${n} 条，可用命令“quarantine list”查看`, refusedAt: (o, k, l) => `${o}：${k}，源库提交 ${l}`, aRow: "某行",
    askPause: "暂停任务？恢复之前，源库会一直保留 WAL。",
    askReplay: n => `重新应用隔离区中的 ${n} 条变更？仍被拒绝的变更会留在隔离区。`,
    askDiscard: n => `删除隔离区中的 ${n} 条变更而不应用？相应的行将与源库不一致。`,
    askDiscardOne: (id, t) => `删除表 ${t} 的变更 ${id} 及该行的其他变更而不应用？该行将与源库不一致。`,
    askReload: t => `重新初始化表 ${t}？将重新复制全部数据，完成前读者仍看到现有数据。`,
    askRepair: n => `按源库数据订正目标库中 ${n} 张表的不一致行？`,
    refusedRoutes: (t, why) => `自 ${t} 起，路由文件与正在运行的配置不一致：${why}`,
    routes: "路由", running: n => `${n} 条正在运行`, runsSince: t => `自 ${t} 起`, refusedEntry: why => `文件中的内容不同，未被接受：${why}`,
    schemaChanges: "源库结构变更", noSchemaChanges: "启动以来没有结构变更。", tableDelay: "落后",
    states: {
      prechecking: "预检查", loading: "全量初始化", syncing: "增量同步", waiting: "等待中", standby: "待命", paused: "已暂停", failed: "失败", stopped: "已停止",
      "catching up": "追赶增量", refused: "有变更被拒绝", passed: "通过", warning: "警告", equal: "一致", different: "不一致", "not compared": "未校验",
      insert: "插入", update: "更新", delete: "删除", truncate: "清空", missing: "缺失", extra: "多余", reserved: "正常", extended: "超出 max_wal_size", unreserved: "即将丢失", lost: "已丢失", job: "任务",
      source: "源库", target: "目标库", started: "运行中", suspended: "已挂起", waits: "等待处理", "taken over": "已接管", "loaded again": "重新初始化",
    },
    units: { s: " 秒", min: " 分钟", h: " 小时", d: " 天" }, perSecond: "/秒",
  },
};
let language = remembered() || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
const t = () => WORDS[language];
const word = state => t().states[state] || state;

/** The Chinese patterns of the program's messages, by the English ones; null until they are there. */
let patterns = null;

/** What the job says in a member of its answer: in Chinese, if the page is, and it is known how. */
function told(json, member) {
  const message = json.messages && json.messages[member];
  return message && language === "zh" && patterns ? said(message) : json[member];
}

function said(part) {
  if (typeof part === "string") return part;
  const pattern = patterns[part.key] ?? part.key;
  return pattern.replace(/\{(\d+)}/g, (place, n) => n < part.arguments.length ? said(part.arguments[n]) : place);
}

async function getPatterns() {
  if (language !== "zh" || patterns) return;
  try {
    patterns = JSON.parse(await ask("GET", "/words.zh-CN.json", 5000));
  } catch {
    // The next round asks again.
  }
}

function remembered() {
  try {
    const known = localStorage.getItem("adbpg-sync.language");
    return known in WORDS ? known : null;
  } catch {
    return null;
  }
}

function remember() {
  try {
    localStorage.setItem("adbpg-sync.language", language);
  } catch {
    // It lasts until the page is closed then.
  }
}

// ---- Figures ----

const formats = new Map();

function number(n, digits = 0) {
  if (n == null) return "–";
  const key = language + digits;
  // To make one takes longer than all the rest of a table's row.
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(language, { maximumFractionDigits: digits }));
  return formats.get(key).format(n);
}

function bytes(n) {
  if (n == null) return "–";
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let i = 0;
  for (; Math.abs(n) >= 1000 && i < units.length - 1; i++) n /= 1000;
  return `${number(n, i ? 1 : 0)} ${units[i]}`;
}

function duration(seconds) {
  const [n, unit] = seconds < 120 ? [seconds, "s"] : seconds < 6000 ? [seconds / 60, "min"]
    : seconds < 172800 ? [seconds / 3600, "h"] : [seconds / 86400, "d"];
  return number(n, unit === "h" || unit === "d" || (n < 10 && n % 1) ? 1 : 0) + t().units[unit];
}

function clock(time) {
  if (time == null) return "–";
  const date = new Date(time);
  const day = date.toDateString() === new Date().toDateString() ? {} : { month: "2-digit", day: "2-digit" };
  return date.toLocaleString(language, { ...day, hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
}

// ---- What is on the page ----

const $ = id => document.getElementById(id);
const set = (node, text) => { if (node.textContent !== text) node.textContent = text; };
const show = (node, shown) => { if (node.hidden === shown) node.hidden = !shown; };

function make(tag, className, text, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  node.append(...children);
  return node;
}

function badge(node, state) {
  set(node, word(state));
  if (node.dataset.state !== state) node.dataset.state = state;
  return node;
}

const newBadge = state => badge(make("span", "badge"), state);

/** Fills a list, unless it says the same already: what somebody reads or copies there stays. */
function list(node, key, items, entry, empty) {
  const all = language + Boolean(patterns) + JSON.stringify(key);
  if (node.dataset.key === all) return;
  node.dataset.key = all;
  node.replaceChildren(...(items.length || !empty ? items.map(entry) : [make("li", "quiet", empty)]));
}

function line(...parts) {
  return make("div", "line", "", ...parts);
}

function translate() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.querySelectorAll("[data-t]").forEach(node => set(node, t()[node.dataset.t]));
  document.querySelectorAll("[data-label-t]").forEach(node => node.setAttribute("aria-label", t()[node.dataset.labelT]));
  document.querySelectorAll("[data-hint-t]").forEach(node => { node.placeholder = t()[node.dataset.hintT]; });
  set($("language"), t().other);
  $("language").lang = language === "zh" ? "en" : "zh-CN";
}

// ---- Talking to the job ----

let token = null;
let status = null;
let samples = [];
let isDay = false;
let answeredAt = null;
let refused = [];
let refusedOf = 0;
let logLines = [];
let logOf = null;
let isLost = false;
let mustShowToken = false;
let busy = 0;

async function ask(method, path, limit) {
  const headers = { Accept: "application/json" };
  if (method === "POST") headers["X-Adbpg-Sync"] = "page";
  if (token !== null) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(path, { method, headers, cache: "no-store", signal: AbortSignal.timeout(limit) });
  const body = await answer.text();
  if (answer.ok) return body;
  const failure = new Error(lineOf(body) || `${answer.status} ${answer.statusText}`);
  failure.status = answer.status;
  throw failure;
}

/** The line that an answer consists of. */
function lineOf(body) {
  try {
    const json = JSON.parse(body);
    return "text" in json ? told(json, "text") : body.trim();
  } catch {
    return body.trim();
  }
}

const pause = millis => new Promise(done => setTimeout(done, millis));

async function follow() {
  for (let round = 0; ; round++) {
    try {
      const before = status;
      status = JSON.parse(await ask("GET", "/api/status", 5000));
      await getPatterns();
      mustShowToken = false;
      answered();
      if (before && before.startedAt !== status.startedAt) forgetVerified();
      if (round % 2 === 0) await askHistory();
      await askQuarantine(round);
      if ($("log-box").open) await askLog();
    } catch (failure) {
      if (failure.status === 403) {
        answered();
        if (token !== null) say(failure.message, true);
        token = null;
        mustShowToken = true;
      } else {
        isLost = answeredAt === null || Date.now() - answeredAt > 2500;
      }
    }
    render();
    await pause(1000);
  }
}

async function askHistory() {
  const asksDay = isDay;
  const found = JSON.parse(await ask("GET", asksDay ? "/api/history/day" : "/api/history", 5000)).samples;
  if (asksDay === isDay) samples = found;
}

/** What is in quarantine is asked for when its number is another, and now and then. */
async function askQuarantine(round) {
  if (status.quarantined === 0) {
    refused = [];
    refusedOf = 0;
  } else if (status.quarantined !== refusedOf || round % 30 === 0) {
    const of = status.quarantined;
    refused = await askLines("/api/quarantine?table=&after=0");
    refusedOf = of;
  }
}

async function askLog() {
  if (status.startedAt !== logOf) {
    logOf = status.startedAt;
    logLines = [];
  }
  const last = logLines.length ? logLines[logLines.length - 1].number : 0;
  const more = await askLines(`/api/log?after=${last}`);
  logLines = [...logLines, ...more].slice(-200);
}

async function askLines(path) {
  const body = await ask("GET", path, 5000);
  return body.split("\n").filter(found => found).map(found => JSON.parse(found));
}

function answered() {
  answeredAt = Date.now();
  isLost = false;
}

function say(text, isBad) {
  set($("said"), text);
  $("said").classList.toggle("bad", isBad);
  show($("said"), true);
  // Only the newest goes by itself; what went wrong stays until something else is asked.
  clearTimeout(say.timer);
  if (!isBad) say.timer = setTimeout(() => show($("said"), false), 8000);
}

/** Has something done, and says what came of it. */
async function act(path) {
  busy++;
  render();
  try {
    const body = await ask("POST", path, 120000);
    return body;
  } catch (failure) {
    if (failure.status === 403 && status && !status.mayAct) token = null;
    say(failure.message, true);
    return null;
  } finally {
    busy--;
    render();
  }
}

async function actAndSay(path) {
  const body = await act(path);
  if (body !== null) say(lineOf(body) || t().done, false);
}

function confirmed(text, yes) {
  set($("confirm-text"), text);
  set($("confirm-yes"), yes);
  $("confirm").returnValue = "";
  $("confirm").showModal();
  return new Promise(done => $("confirm").addEventListener("close", () => done($("confirm").returnValue === "yes"), { once: true }));
}

// ---- Verify ----

let verified = [];
let isVerifying = false;
let verifyRun = 0;

async function verify(names, repair) {
  const query = `tables=${encodeURIComponent(names.join(","))}&repair=${repair}`;
  if (await act(`/api/verify?${query}`) === null) return;
  await followVerify(true);
}

async function followVerify(hasBegun) {
  const run = ++verifyRun;
  verified = [];
  isVerifying = hasBegun;
  while (run === verifyRun) {
    try {
      const body = await ask("GET", `/api/verified?from=${verified.length}`, 10000);
      if (run !== verifyRun) return;
      verified.push(...body.split("\n").filter(found => found).map(found => JSON.parse(found)));
      isVerifying = hasBegun || verified.length > 0;
      if (!isVerifying || verified.some(found => "end" in found)) break;
    } catch (failure) {
      // It is asked again until the job answers.
      if (failure.status === 403 && !hasBegun) return;
    }
    renderVerified();
    await pause(500);
  }
  if (run === verifyRun) isVerifying = false;
  render();
}

function forgetVerified() {
  if (isVerifying) say(t().interrupted, true);
  verifyRun++;
  verified = [];
  isVerifying = false;
}

function renderVerified() {
  const tables = verified.filter(found => found.table);
  show($("verified"), isVerifying || verified.length > 0);
  const different = tables.filter(found => found.result === "different");
  const failed = tables.filter(found => found.result === "failed");
  set($("verified-sum"), isVerifying ? t().comparing(number(tables.length))
    : t().compared(number(tables.length), number(different.length), number(failed.length)));
  show($("repair"), !isVerifying && different.some(found => !found.repaired));
  const order = ["different", "failed", "not compared", "equal"];
  const sorted = [...tables].sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
  list($("verified-list"), [tables.length, isVerifying, verifyRun], sorted, found => {
    const counts = found.result === "different"
      ? t().rowsDiffer(number(found.missing), number(found.extra), number(found.different)) + (found.repaired ? `; ${t().repaired}` : "") : "";
    const item = make("li", "", "", line(newBadge(found.result), make("b", "", found.table),
      make("span", "text", counts || told(found, "line").slice(found.table.length).replace(/^(: |：)/, ""))));
    if (found.differences.length) {
      const rows = make("ul", "list");
      rows.append(...found.differences.map(row => make("li", "", "",
        line(make("span", "quiet", word(row.kind)), make("code", "text", `${row.row} ${row.columns.join(", ")}`)))));
      item.append(make("details", "", "", make("summary", "", told(found, "line")), rows));
    }
    return item;
  });
}

// ---- Tables ----

const rows = new Map();

function newRow(name) {
  const cell = (className, ...children) => {
    const node = make("td", className, "", ...children);
    node.setAttribute("role", "cell");
    return node;
  };
  const parts = {
    name: make("b", "", name), target: make("span", "quiet"), badge: make("span", "badge"), why: make("span", "why"),
    progress: make("progress"), left: make("span", "left"),
    counts: ["loaded", "inserted", "updated", "deleted"].map(() => cell("number")), behind: cell("number behind"), changed: cell("number changed"),
    verify: make("button", "small"), reload: make("button", "small"),
  };
  parts.progress.max = 1;
  parts.verify.addEventListener("click", () => verify([name], false));
  parts.reload.addEventListener("click", async () => {
    if (await confirmed(t().askReload(name), t().reload)) await actAndSay(`/api/reload?table=${encodeURIComponent(name)}`);
  });
  parts.row = make("tr", "", "", cell("name", parts.name, " ", parts.target),
    cell("state", parts.badge, parts.progress, parts.left, parts.why), ...parts.counts, parts.behind, parts.changed,
    cell("act", make("span", "actions", "", parts.verify, parts.reload)));
  parts.row.setAttribute("role", "row");
  parts.row.dataset.table = name;
  return parts;
}

function renderRow(parts, table) {
  set(parts.target, table.target && table.target !== table.name ? `→ ${table.target}` : "");
  badge(parts.badge, table.state);
  set(parts.why, told(table, "reason"));
  show(parts.why, table.reason !== "");
  const isLoading = table.state === "loading" && table.load !== null;
  show(parts.progress, isLoading);
  show(parts.left, isLoading);
  if (isLoading) {
    if (parts.progress.value !== table.load.share) parts.progress.value = table.load.share;
    parts.progress.setAttribute("aria-label", `${t().states.loading || "loading"} ${table.name}`);
    set(parts.left, `${number(100 * table.load.share)} %` + (table.load.secondsLeft == null ? "" : `, ${t().left(duration(table.load.secondsLeft))}`));
  }
  const values = [table.load && table.load.rows, table.rows.insert, table.rows.update, table.rows.delete];
  parts.counts.forEach((cell, i) => {
    set(cell, number(values[i]));
    const label = [t().loaded, t().inserted, t().updated, t().deleted][i];
    if (cell.dataset.label !== label) cell.dataset.label = label;
  });
  set(parts.behind, table.delayMillis == null ? "–" : delayText(table.delayMillis));
  if (parts.behind.dataset.label !== t().tableDelay) parts.behind.dataset.label = t().tableDelay;
  set(parts.changed, clock(table.lastChangeAt));
  if (parts.changed.dataset.label !== t().lastChange) parts.changed.dataset.label = t().lastChange;
  for (const action of ["verify", "reload"]) {
    set(parts[action], t()[action]);
    const label = `${t()[action]} ${table.name}`;
    if (parts[action].getAttribute("aria-label") !== label) parts[action].setAttribute("aria-label", label);
  }
}

/** What needs somebody comes first. */
const URGENCY = ["refused", "waiting", "stopped", "paused", "standby", "loading", "catching up", "syncing"];
const sorting = { by: "table", down: false };

/** The tables as they are to be shown; in the order that they have while somebody is about to click among them. */
function inOrder(tables, body, anew) {
  if (sorting.by === "table" && !sorting.down) return tables;
  const place = new Map(tables.map((table, i) => [table.name, i]));
  const isHeld = !anew && body.matches(":hover, :focus-within");
  const held = isHeld ? new Map([...body.children].map((row, i) => [row.dataset.table, i])) : null;
  const value = table => isHeld ? held.get(table.name) ?? held.size : sorting.by === "table" ? place.get(table.name)
    : sorting.by === "state" ? URGENCY.indexOf(table.state) : sorting.by === "loaded" ? (table.load ? table.load.rows : -1)
      : sorting.by === "behind" ? table.delayMillis ?? Infinity
      : sorting.by === "changed" ? (table.lastChangeAt ? Date.parse(table.lastChangeAt) : -1)
      : table.rows[sorting.by] ?? -1;
  const way = sorting.down && !isHeld ? -1 : 1;
  return [...tables].sort((a, b) => way * (value(a) - value(b)) || place.get(a.name) - place.get(b.name));
}

function sortBy(column) {
  // The largest number is what one looks for.
  const isNumber = !["table", "state"].includes(column);
  sorting.down = sorting.by === column ? !sorting.down : isNumber;
  sorting.by = column;
  if (status !== null) renderTables(true);
  else renderSorting();
}

function renderSorting() {
  for (const header of document.querySelectorAll("th[data-sort]")) {
    const order = header.dataset.sort !== sorting.by ? "none" : sorting.down ? "descending" : "ascending";
    if (header.getAttribute("aria-sort") !== order) header.setAttribute("aria-sort", order);
  }
}

function renderTables(anew = false) {
  const body = $("tables").tBodies[0];
  const present = new Set(status.tables.map(table => table.name));
  for (const [name, parts] of rows) {
    if (!present.has(name)) {
      parts.row.remove();
      rows.delete(name);
    }
  }
  const wanted = $("search").value.trim().toLowerCase();
  const counts = new Map();
  let shown = 0;
  inOrder(status.tables, body, anew).forEach((table, i) => {
    if (!rows.has(table.name)) rows.set(table.name, newRow(table.name));
    const parts = rows.get(table.name);
    renderRow(parts, table);
    if (body.children[i] !== parts.row) body.insertBefore(parts.row, body.children[i] || null);
    counts.set(table.state, (counts.get(table.state) || 0) + 1);
    const fits = `${table.name} ${table.target || ""}`.toLowerCase().includes(wanted)
      && ($("filter").value === "" || $("filter").value === table.state);
    show(parts.row, fits);
    shown += fits ? 1 : 0;
  });
  renderFilter(counts);
  renderSorting();
  set($("tables-count"), t().shown(number(shown), number(status.tables.length)));
  show($("none"), shown === 0);
  set($("none"), status.tables.length ? t().noTable : t().noTables);
}

function renderFilter(counts) {
  const filter = $("filter");
  const chosen = filter.value;
  if (chosen !== "" && !counts.has(chosen)) counts.set(chosen, 0);
  const states = ["", ...[...counts.keys()].sort()];
  while (filter.options.length > states.length) filter.remove(filter.options.length - 1);
  states.forEach((state, i) => {
    if (!filter.options[i]) filter.add(new Option("", state));
    const option = filter.options[i];
    const text = state === "" ? t().anyState : `${word(state)} (${number(counts.get(state))})`;
    if (option.value !== state) option.value = state;
    set(option, text);
  });
  if (filter.value !== chosen) filter.value = chosen;
}

// ---- Charts ----

const SVG = "http://www.w3.org/2000/svg";
const EDGE = { left: 58, right: 12, top: 8, bottom: 20, height: 150 };

function shape(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  return node;
}

/** A round step, so that about so many fit. */
function step(span, count) {
  const least = span / count;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].find(n => n * power >= least) * power;
}

/** A curve of the samples' values over the last minutes. */
function draw(svg, output, member, title, text, least) {
  const width = svg.clientWidth;
  if (!width) return;
  svg.setAttribute("viewBox", `0 0 ${width} ${EDGE.height}`);
  const bottom = EDGE.height - EDGE.bottom;
  const points = samples.filter(sample => sample[member] != null).map(sample => [Date.parse(sample.time), sample[member]]);
  if (points.length === 0) {
    svg.replaceChildren(
      shape("line", { class: "grid", x1: EDGE.left, x2: width - EDGE.right, y1: bottom + .5, y2: bottom + .5 }),
      shape("text", { x: width / 2, y: EDGE.height / 2, "text-anchor": "middle" }, t().noData));
    svg.setAttribute("aria-label", `${title}: ${t().noData}`);
    set(output, "");
    return;
  }
  const end = points[points.length - 1][0];
  const begin = Math.min(points[0][0], end - (isDay ? 3600000 : 60000));
  const most = Math.max(least, ...points.map(point => point[1]));
  const stepY = step(most, 3);
  const top = Math.ceil(most / stepY) * stepY;
  const x = time => EDGE.left + (time - begin) / (end - begin) * (width - EDGE.left - EDGE.right);
  const y = value => bottom - value / top * (bottom - EDGE.top);
  const shapes = [];
  for (let value = 0; value <= top * 1.001; value += stepY) {
    const at = Math.round(y(value)) + .5;
    shapes.push(shape("line", { class: "grid", x1: EDGE.left, x2: width - EDGE.right, y1: at, y2: at }),
      shape("text", { x: EDGE.left - 6, y: at + 4, "text-anchor": "end" }, text(value)));
  }
  const stepX = [10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400].map(s => s * 1000).find(ms => (end - begin) / ms <= (width - EDGE.left) / 90) || 21600000;
  for (let time = Math.ceil(begin / stepX) * stepX; time <= end; time += stepX) {
    const at = x(time);
    shapes.push(shape("text", { x: Math.min(at, width - 26), y: EDGE.height - 4, "text-anchor": "middle" }, clock(time).slice(-8, stepX < 60000 ? undefined : -3)));
  }
  const path = points.map((point, i) => `${i ? "L" : "M"}${x(point[0]).toFixed(1)} ${y(point[1]).toFixed(1)}`).join("");
  shapes.push(shape("path", { class: "area", d: `${path}L${x(end).toFixed(1)} ${bottom}L${x(points[0][0]).toFixed(1)} ${bottom}Z` }),
    shape("path", { class: "curve", d: path }));
  const last = points[points.length - 1];
  let told = last;
  if (svg.dataset.x) {
    const at = begin + (Number(svg.dataset.x) - EDGE.left) / (width - EDGE.left - EDGE.right) * (end - begin);
    told = points.reduce((best, point) => Math.abs(point[0] - at) < Math.abs(best[0] - at) ? point : best);
    shapes.push(shape("line", { class: "cursor", x1: x(told[0]), x2: x(told[0]), y1: EDGE.top, y2: bottom }));
  }
  svg.replaceChildren(...shapes);
  svg.setAttribute("aria-label", `${title}: ${text(last[1])}`);
  set(output, told === last ? text(last[1]) : `${clock(told[0])}  ${text(told[1])}`);
}

const delayText = ms => ms < 10000 ? `${number(ms)} ms` : duration(ms / 1000);

function renderCharts() {
  draw($("delay-chart"), $("delay-at"), "delayMillis", t().delay, delayText, 10);
  set($("range"), isDay ? t().lastMinutes : t().lastDay);
  draw($("speed-chart"), $("speed-at"), "changesPerSecond", t().speed, n => number(n, n < 10 ? 1 : 0) + t().perSecond, 1);
}

// ---- The rest ----

function renderFigures() {
  const age = Math.max(0, Math.round((Date.parse(status.time) - Date.parse(status.since)) / 1000));
  set($("job"), status.job);
  badge($("state"), status.state);
  set($("since"), status.since ? t().since(clock(status.since), duration(age)) : "");
  set($("reason"), told(status, "reason"));
  show($("reason"), status.reason !== "");
  $("reason").classList.toggle("bad", status.state === "failed");
  document.title = `${word(status.state)} · ${status.job} · adbpg-sync`;
  set($("source"), status.source);
  set($("target"), status.target);
  set($("capture"), status.capture);
  set($("program"), t().program(status.version, clock(status.startedAt)));
  set($("delay"), status.delayMillis == null ? "–" : delayText(status.delayMillis));
  set($("delay-bytes"), status.delayBytes == null ? t().unknown : t().behind(bytes(status.delayBytes)));
  set($("speed"), status.changesPerSecond == null ? "–" : number(status.changesPerSecond, 1) + t().perSecond);
  set($("changes"), t().changes(number(status.changes), status.changesInAll == null ? "" : number(status.changesInAll)));
  set($("position"), status.position ? status.position.lsn : "–");
  set($("committed"), status.position ? t().committed(clock(status.position.committedAt), clock(status.position.appliedAt)) : t().unknown);
  renderSlot(status.slot);
  show($("quarantine-box"), status.quarantined > 0);
  set($("quarantine"), number(status.quarantined));
  show($("refused-routes"), status.refusedRoutes != null);
  set($("refused-routes"), status.refusedRoutes ? t().refusedRoutes(clock(status.refusedRoutes.since), told(status.refusedRoutes, "reason")) : "");
}

function renderSlot(slot) {
  set($("slot"), slot ? slot.name : "–");
  const walStatus = slot && slot.walStatus ? `, ${word(slot.walStatus)}` : "";
  set($("slot-more"), slot ? t().held(bytes(slot.heldBytes), slot.limitBytes == null ? null : bytes(slot.limitBytes)) + walStatus
    + (slot.active ? "" : `, ${t().inactive}`) : t().unknown);
  const isNear = slot && ((slot.limitBytes && slot.heldBytes > .8 * slot.limitBytes) || ["unreserved", "lost"].includes(slot.walStatus));
  $("slot-box").classList.toggle("warned", Boolean(isNear));
}

function finding(item) {
  const check = language === "zh" && patterns ? patterns[item.check] ?? item.check : item.check;
  const node = make("li", "", "", line(newBadge(item.result), make("b", "", check), make("span", "text quiet", word(item.subject))));
  const facts = make("div", "facts");
  for (const member of ["found", "needed", "fix"]) {
    if (item[member]) facts.append(make("span", "", t()[member]), make(member === "fix" ? "code" : "span", "", told(item, member)));
  }
  if (item.result !== "passed" || item.found) node.append(facts);
  if (item.fix) {
    const copy = make("button", "small", t().copy);
    copy.setAttribute("aria-label", `${t().copy}: ${item.check} ${item.subject}`);
    copy.addEventListener("click", () => copyText(told(item, "fix"), copy, facts.lastChild));
    node.firstChild.append(copy);
  }
  return node;
}

async function copyText(text, button, shown) {
  try {
    await navigator.clipboard.writeText(text);
    set(button, t().copied);
  } catch {
    // Without TLS a browser has no clipboard for a page: it is marked, to be copied by hand.
    getSelection().selectAllChildren(shown);
  }
}

function renderPrecheck() {
  const report = status.precheck;
  const items = report ? report.items : [];
  const of = result => items.filter(item => item.result === result);
  const bad = [...of("failed"), ...of("warning")];
  set($("precheck-sum"), report ? t().checked(clock(report.time), number(of("failed").length), number(of("warning").length)) : "");
  list($("precheck-list"), [bad, !report], bad, finding, report ? "" : t().noPrecheck);
  show($("passed"), of("passed").length > 0);
  set($("passed-sum"), t().passed(number(of("passed").length)));
  list($("passed-list"), of("passed"), of("passed"), finding);
}

function quarantined(change) {
  const key = change.key === null ? t().aRow : Object.entries(change.key).map(([name, value]) => `${name}=${value}`).join(", ");
  const button = (action, ask, path) => {
    const node = make("button", "small", t()[action]);
    node.setAttribute("aria-label", `${t()[action]} ${change.id}`);
    node.addEventListener("click", async () => {
      if (!ask || await confirmed(ask, t()[action])) await actOnQuarantine(`${path}?changes=${change.id}`);
    });
    return node;
  };
  return make("li", "", "", line(make("b", "", `${change.id}`), make("b", "", change.table),
    make("span", "text", t().refusedAt(word(change.operation), key, clock(change.committedAt))),
    make("span", "actions", "", button("replay", "", "/api/quarantine/replay"),
      button("discard", t().askDiscardOne(change.id, change.table), "/api/quarantine/discard"))),
  make("span", "why", change.message));
}

async function actOnQuarantine(path) {
  await actAndSay(path);
  refusedOf = -1;
}

function renderQuarantine() {
  show($("refused"), refused.length > 0);
  set($("refused-count"), number(status.quarantined));
  list($("refused-list"), refused, refused, quarantined);
  const more = status.quarantined - refused.length;
  show($("refused-more"), more > 0);
  set($("refused-more"), t().more(number(more)));
}

function renderLog() {
  if (!$("log-box").open) return;
  const node = $("log");
  const isAtEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 20;
  list($("log-list"), [logOf, logLines.length ? logLines[logLines.length - 1].number : 0], logLines, entry => make("li", "", "",
    make("code", entry.level.toLowerCase(), `${clock(entry.time)} ${entry.level.padEnd(5)} ${entry.message}`)), t().noLog);
  if (isAtEnd) node.scrollTop = node.scrollHeight;
}

function renderErrors() {
  list($("errors"), status.errors, status.errors, error => make("li", "", "", line(make("span", "quiet", clock(error.time)),
    make("b", "", error.place === "job" ? word("job") : error.place), make("span", "text", told(error, "message")))), t().noErrors);
}

function renderRoutes() {
  const routes = status.routes || [];
  const refused = routes.filter(route => route.refused);
  const others = routes.filter(route => !route.refused);
  const entry = route => make("li", "", "", line(newBadge(route.state), make("b", "", route.id),
    make("span", "text", [route.table && route.table !== route.id ? route.table : "", route.capture ? t().capture : "", told(route, "place"),
      route.since ? t().runsSince(clock(route.since)) : ""].filter(part => part).join(" · "))),
  ...(route.refused ? [make("span", "why", t().refusedEntry(told(route, "refused")))] : []));
  list($("routes-refused"), refused, refused, entry);
  set($("routes-sum"), t().running(number(routes.filter(route => route.state === "started").length)));
  list($("routes-list"), others, others, entry);
}

function renderSchemaChanges() {
  const changes = status.schemaChanges || [];
  list($("schema-changes"), changes, changes, change => make("li", "", "", line(make("span", "quiet", clock(change.time)),
    newBadge(change.outcome), make("b", "", change.table), make("span", "text", told(change, "change"))),
  ...(change.detail ? [make("span", change.outcome === "waits" ? "why" : "quiet", told(change, "detail"))] : [])), t().noSchemaChanges);
}

function renderAccess() {
  const needsToken = token === null && (mustShowToken || (status !== null && !status.mayAct));
  show($("access"), needsToken);
  if (needsToken) set($("access-why"), mustShowToken ? t().tokenToSee : t().tokenToAct);
  const mayAct = status !== null && !isLost && !busy && !needsToken;
  const enable = (button, can) => { if (button.disabled === (can && mayAct)) button.disabled = !(can && mayAct); };
  const state = status === null ? "" : status.state;
  enable($("pause"), !["paused", "failed", "stopped"].includes(state));
  enable($("resume"), state === "paused");
  enable($("verify"), !isVerifying && rows.size > 0);
  enable($("repair"), !isVerifying);
  enable($("precheck"), true);
  enable($("replay"), true);
  enable($("discard"), true);
  for (const button of $("refused-list").querySelectorAll("button")) enable(button, true);
  for (const parts of rows.values()) {
    enable(parts.verify, !isVerifying);
    enable(parts.reload, ["syncing", "refused"].includes(parts.badge.dataset.state));
  }
}

function render() {
  document.body.classList.toggle("lost", isLost);
  show($("lost"), isLost);
  if (isLost) set($("lost"), answeredAt === null ? t().never : t().lost(clock(answeredAt)));
  if (status !== null) {
    renderFigures();
    renderCharts();
    renderTables();
    renderPrecheck();
    renderRoutes();
    renderSchemaChanges();
    renderErrors();
    renderQuarantine();
    renderLog();
  }
  renderVerified();
  renderAccess();
}

$("pause").addEventListener("click", async () => {
  if (await confirmed(t().askPause, t().pause)) await actAndSay("/api/pause");
});
$("replay").addEventListener("click", async () => {
  if (await confirmed(t().askReplay(number(status.quarantined)), t().replay)) await actOnQuarantine("/api/quarantine/replay?changes=all");
});
$("discard").addEventListener("click", async () => {
  if (await confirmed(t().askDiscard(number(status.quarantined)), t().discard)) await actOnQuarantine("/api/quarantine/discard?changes=all");
});
$("range").addEventListener("click", async () => {
  isDay = !isDay;
  $("range").setAttribute("aria-pressed", String(isDay));
  samples = [];
  try {
    await askHistory();
  } catch {
    // The next round asks again.
  }
  render();
});
$("log-box").addEventListener("toggle", async () => {
  if ($("log-box").open && status !== null) {
    try {
      await askLog();
    } catch {
      // The next round asks again.
    }
    render();
  }
});
$("resume").addEventListener("click", () => actAndSay("/api/resume"));
$("verify").addEventListener("click", () => verify([], false));
$("repair").addEventListener("click", async () => {
  const names = verified.filter(found => found.result === "different" && !found.repaired).map(found => found.table);
  if (await confirmed(t().askRepair(number(names.length)), t().repair.replace(" …", ""))) await verify(names, true);
});
$("precheck").addEventListener("click", async () => {
  const body = await act("/api/precheck");
  if (body !== null && status) {
    status.precheck = JSON.parse(body);
    render();
  }
});
document.querySelectorAll("th[data-sort] button").forEach(button =>
  button.addEventListener("click", () => sortBy(button.parentNode.dataset.sort)));
$("search").addEventListener("input", render);
$("filter").addEventListener("change", render);
$("access").addEventListener("submit", event => {
  event.preventDefault();
  token = $("token").value || null;
  $("token").value = "";
  show($("said"), false);
  render();
});
$("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  remember();
  translate();
  render();
  getPatterns().then(render);
});
$("confirm-no").addEventListener("click", () => $("confirm").close("no"));
$("confirm-yes").addEventListener("click", () => $("confirm").close("yes"));
for (const id of ["delay-chart", "speed-chart"]) {
  $(id).addEventListener("pointermove", event => { $(id).dataset.x = event.offsetX; renderCharts(); });
  $(id).addEventListener("pointerleave", () => { delete $(id).dataset.x; renderCharts(); });
}
new ResizeObserver(renderCharts).observe(document.querySelector(".charts"));

translate();
render();
follow();
followVerify(false);
