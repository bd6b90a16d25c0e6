// Prints every way in which answers of the server differ from the schemas that the document promises, one a line.
// Second argument: a file with [{route, schema, answer}, …].
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: "api", ...read(process.argv[2]) });

const problems = read(process.argv[3]).flatMap(({ route, schema, answer }) => {
  const isValid = ajv.getSchema(`api${schema}`) ?? ajv.compile({ $ref: `api${schema}` });
  return isValid(answer) ? [] : isValid.errors.map((error) => `${route}: ${error.instancePath} ${error.message}`);
});

console.log(problems.join("\n"));
