// Looks for codes in pictures beside the page, which stays quick meanwhile. A picture comes as ImageData; the answer is the
// text, null where there is none, or nothing at all after a failure: whoever asked then begins with another worker.
import init, { read } from '{{asset:reader.js}}';

const ready = init({ module_or_path: '{{asset:reader.wasm}}' });
// Told with the answer to the first picture.
ready.catch(() => undefined);

self.onmessage = async ({ data }) => {
  try {
    await ready;
    self.postMessage(read(data.data, data.width, data.height) ?? null);
  } catch {
    self.postMessage(undefined);
  }
};
