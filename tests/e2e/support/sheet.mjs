// What stands in a spreadsheet that a page has saved.

import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const [END, ENTRY] = [0x06054b50, 0x02014b50];

/** A file of a ZIP archive, by its name. */
function unpacked(zip, wanted) {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== END) end -= 1;
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === ENTRY) {
    const [size, name, extra, comment] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    if (zip.toString('utf8', at + 46, at + 46 + name) === wanted) {
      const head = zip.readUInt32LE(at + 42);
      const from = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28);
      const bytes = zip.subarray(from, from + size);
      return (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes).toString('utf8');
    }
    at += 46 + name + extra + comment;
  }
  throw new Error(`no ${wanted} in the file`);
}

/** Every text of the spreadsheet of a download. */
export async function textsOf(download) {
  const shared = unpacked(readFileSync(await download.path()), 'xl/sharedStrings.xml');
  return [...shared.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text.replaceAll('&amp;', '&'));
}
