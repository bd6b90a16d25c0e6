"use strict";

const interval = 3000;
const keyName = "tollama.key";

const element = (id) => document.getElementById(id);

/** Fills a table with rows of texts; values are set as text, never as markup. */
function fill(id, rows) {
  const body = element(id).tBodies[0];
  body.replaceChildren(...rows.map((cells) => {
    const row = document.createElement("tr");
    row.append(...cells.map((text) => {
      const cell = document.createElement("td");
      cell.textContent = text ?? "–";
      return cell;
    }));
    return row;
  }));
}

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes ?? 0;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

function show(state) {
  const daemon = state.info?.daemon;
  element("daemon").textContent = daemon
    ? `${daemon.version} on ${daemon.host_binding}, up ${daemon.uptime_seconds} s`
    : "no diagnostics";
  fill("loaded", (state.ps?.models ?? []).map((model) =>
    [model.name, model.details.family, size(model.size), model.expires_at ?? "further notice"]));
  fill("installed", (state.info?.models.installed ?? []).map((model) =>
    [model.name, model.family, size(model.size), model.modified_at]));
  fill("usage", (state.usage?.items ?? []).map((item) =>
    [item.key_id, item.request_count, item.series_processed, `${item.total_inference_ms.toFixed(1)} ms`]));
  fill("warnings", state.warnings.map((warning) => [warning.source, warning.status_code, warning.detail]));
}

function complain(text) {
  element("problem").hidden = text === null;
  element("problem").textContent = text ?? "";
}

async function refresh() {
  const key = sessionStorage.getItem(keyName);
  try {
    const answer = await fetch("/api/dashboard/state", { headers: key ? { Authorization: `Bearer ${key}` } : {} });
    const state = await answer.json();
    if (answer.ok) {
      show(state);
    }
    complain(answer.ok ? null : `${answer.status}: ${state.detail}`);
  } catch (fault) {
    complain(`The daemon does not answer: ${fault.message}`);
  }
}

async function poll() {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(poll, interval);
}

element("access").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(keyName, element("key").value.trim());
  element("key").value = "";
  refresh();
});

poll();
