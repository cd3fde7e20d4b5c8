// Reads a JSON report of Vitest: `report.cjs passed FILE` prints how many tests passed, `report.cjs failures FILE` a line
// for each that failed. A missing or broken report has none of either.
const { readFileSync } = require("node:fs");

const [what, file] = process.argv.slice(2);
const firstLine = (text) => text.split("\n")[0];

function read() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, testResults: [] };
  }
}

function failuresOf({ name, message, status, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (status === "failed" && failed.length === 0) return [`${name} ${firstLine(message)}`];
  return failed.map((test) => `${name} ${test.fullName} - ${firstLine(test.failureMessages.join(" "))}`);
}

const { numPassedTests, testResults } = read();
if (what === "passed") console.log(numPassedTests);
else for (const line of testResults.flatMap(failuresOf)) console.log(line);
