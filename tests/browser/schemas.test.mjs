// Our JSON Schemas under a validator that refuses what it does not understand.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import Ajv from "ajv";

const strict = { strict: true, strictTypes: true, strictTuples: true, strictRequired: true, allowUnionTypes: true };
const folder = process.env.SCHEMAS;
const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));

for (const name of fs.readdirSync(folder)) {
  test(`a strict validator accepts the schema ${name}`, () => {
    new Ajv(strict).compile(read(path.join(folder, name)));
  });
}

test("the result of the default suite fits, and a doctored one does not", () => {
  const fits = new Ajv(strict).compile(read(path.join(folder, "result.json")));
  const result = read(process.env.RESULT);
  assert.ok(fits(result), JSON.stringify(fits.errors));
  result.claims[0].verdict = "proved";
  assert.ok(!fits(result));
});
