// A reporter for `node --test`, beside the usual one: the slowest tests, at the end. Nothing fails for its time.

const SHOWN = 10;

export default async function* slowest(events) {
  const tests = [];
  for await (const { type, data } of events) {
    const isTest = (type === 'test:pass' || type === 'test:fail') && data.details.type !== 'suite' && data.skip === undefined;
    // A file is reported like a test of its name.
    if (isTest && !data.name.endsWith('.test.mjs')) tests.push({ seconds: data.details.duration_ms / 1000, name: data.name });
  }
  const shown = tests.toSorted((one, other) => other.seconds - one.seconds).slice(0, SHOWN);
  yield `\nthe ${shown.length} slowest of ${tests.length} tests:\n`;
  for (const { seconds, name } of shown) yield `${seconds.toFixed(1).padStart(8)} s  ${name}\n`;
}
