"use strict";

/** An element with texts and elements in it; texts are never markup. */
function make(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

function schemaName(content) {
  return Object.values(content ?? {})[0]?.schema?.$ref?.split("/").pop();
}

/** The schema's own text and its example, if it has one. */
function schemaBlocks(title, name, schemas) {
  if (!name) {
    return [];
  }
  const { example, ...schema } = schemas[name];
  const blocks = [make("h4", `${title}: ${name}`)];
  if (example) {
    blocks.push(make("pre", JSON.stringify(example, null, 2)));
  }
  blocks.push(make("details", make("summary", "schema"), make("pre", JSON.stringify(schema, null, 2))));
  return blocks;
}

function operation(method, path, route, schemas) {
  const details = make("details", make("summary", make("code", `${method.toUpperCase()} ${path}`), ` ${route.summary}`));
  for (const parameter of route.parameters ?? []) {
    details.append(make("p", make("code", parameter.name), ` (${parameter.in}) ${parameter.description ?? ""}`));
  }
  details.append(...schemaBlocks("Body", schemaName(route.requestBody?.content), schemas));
  for (const [status, answer] of Object.entries(route.responses)) {
    if (status === "200") {
      details.append(...schemaBlocks("Answer", schemaName(answer.content), schemas));
    } else {
      details.append(make("p", make("code", status), ` ${answer.description}`));
    }
  }
  return details;
}

async function show() {
  const answer = await fetch("/openapi.json");
  const api = await answer.json();
  if (!answer.ok) {
    document.getElementById("about").textContent = api.detail;
    return;
  }
  const groups = new Map();
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const [method, route] of Object.entries(operations)) {
      const tag = route.tags[0];
      groups.set(tag, [...(groups.get(tag) ?? []), operation(method, path, route, api.components.schemas)]);
    }
  }
  document.getElementById("about").replaceChildren(`Version ${api.info.version}, from `, Object.assign(make("a", "openapi.json"), { href: "/openapi.json" }), ".");
  document.getElementById("routes").replaceChildren(...[...groups].flatMap(([tag, list]) => [make("h2", tag), ...list]));
}

show();
