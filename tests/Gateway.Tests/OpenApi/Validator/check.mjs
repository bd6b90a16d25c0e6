// Prints every problem of an OpenAPI document, one a line: the document against OpenAPI's own schema, each example
// against the schema that it illustrates. Prints nothing when there is none.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";

const path = process.argv[2];
const api = JSON.parse(readFileSync(path, "utf8"));

const outcome = await new Validator().validate(JSON.parse(readFileSync(path, "utf8")));
const problems = (outcome.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: "api", ...api });

function compare(where, schema, example) {
  const isValid = ajv.getSchema(`api#${schema}`) ?? ajv.compile({ $ref: `api#${schema}` });
  if (example !== undefined && !isValid(example)) {
    problems.push(...isValid.errors.map((error) => `${where}: ${error.instancePath} ${error.message}`));
  }
}

for (const [name, schema] of Object.entries(api.components.schemas)) {
  compare(`example of ${name}`, `/components/schemas/${name}`, schema.example);
}

for (const [route, operations] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    for (const [status, answer] of Object.entries(operation.responses)) {
      for (const media of Object.values(answer.content ?? {})) {
        if (media.schema.$ref) {
          compare(`${method} ${route} ${status}`, media.schema.$ref.slice(1), media.example);
        }
      }
    }
  }
}

console.log(problems.join("\n"));
