// Made-up data: days, people, files, codes.

import { createHmac } from 'node:crypto';

/** A file that is a PDF as far as anybody looks. */
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n');

const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;
let serial = 100_000;

/** A local day, counted from today: as typed, short, and as the API has it. */
export function day(offset = 0) {
  const local = new Date(Date.now() + ZONE_MS + offset * DAY_MS);
  const two = (number) => String(number).padStart(2, '0');
  const [year, month, date] = [local.getUTCFullYear(), two(local.getUTCMonth() + 1), two(local.getUTCDate())];
  return { typed: `${date}/${month}/${year}`, short: `${date}/${month}`, iso: `${year}-${month}-${date}` };
}

/** An instant for the API: that many days from now, at a local time if one is given. */
export function moment(offset = 0, time) {
  if (time) return new Date(`${day(offset).iso}T${time}:00+07:00`).toISOString().replace('.000', '');
  return new Date(Math.floor((Date.now() + offset * DAY_MS) / 1000) * 1000).toISOString().replace('.000', '');
}

/** How pages write a length in Vietnamese. */
export function length(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)} ngày`;
  if (hours && minutes) return `${hours} giờ ${minutes} phút`;
  if (hours) return `${hours} giờ`;
  return minutes ? `${minutes} phút` : 'dưới 1 phút';
}

/** A personal number that agrees with sex and birth, and that nobody else has. */
export function personalNumber(birth = '1990-05-17', sex = 'male') {
  const century = (Math.floor(Number(birth.slice(0, 4)) / 100) - 19) * 2 + (sex === 'female' ? 1 : 0);
  serial += 1;
  return `056${century}${birth.slice(2, 4)}${serial}`;
}

/** A Vietnamese guest for the API. */
export function guest(over = {}) {
  const { birth_date = '1990-05-17', sex = 'male' } = over;
  const document_number = personalNumber(birth_date, sex);
  return { full_name: 'Đặng Văn Thử', birth_date, sex, nationality: 'VN', document_type: 'cccd', document_number, ...over };
}

/** What an authenticator app shows for a key, in the step that many after this one (RFC 6238). */
export function totp(secret, ahead = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = hash.at(-1) & 15;
  return String((hash.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}
