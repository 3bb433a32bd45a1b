// Applying for an account by the API.

import { randomUUID } from 'node:crypto';
import { mailTo } from './mail.mjs';

/** An application for the API; what is left out is usual. */
export function application(over = {}) {
  const { name = 'Khách sạn Thùy Dương', email = 'le.tan@thuyduong.vn', ...rest } = over;
  return {
    facility: { name, kind: 'hotel', area_code: '22366', address: '12 đường Bãi Dài', representative: 'Quách Thị Thu Cúc', tax_code: '4200000124', rooms: 48, beds: 96 },
    user_name: 'Lê Thị Mỹ Duyên',
    user_position: 'Trưởng lễ tân',
    email,
    phone: '0258 000 0247',
    commitment_accepted: true,
    ...rest,
  };
}

/** Files an application and confirms it by the link in its mail; gives number and code. */
export async function apply(site, over = {}) {
  const nobody = await site.as();
  const body = application(over);
  const receipt = await nobody.call('submitRegistration', { body, headers: { 'idempotency-key': randomUUID() } });
  const [, token] = await mailTo(site, body.email, new RegExp(`/apply/confirm#(\\S+)[^]*${receipt.dossier_code}`));
  await nobody.call('confirmRegistration', { body: { token } });
  return receipt;
}
