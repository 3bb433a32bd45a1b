// The API, as a program of somebody calls it.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { guest, moment } from './data.mjs';

/** Operations by their operationId: method and path come from the OpenAPI document of the running service. */
export class Client {
  constructor(site) {
    this.site = site;
  }

  async operation(operationId) {
    this.site.spec ??= await (await fetch(`${this.site.url}/api/v1/openapi.json`)).json();
    for (const [path, methods] of Object.entries(this.site.spec.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.operationId === operationId) return { method: method.toUpperCase(), path };
      }
    }
    throw new Error(`there is no operation ${operationId}`);
  }

  /** Calls it; gives the body. Anything but success fails, unless that very `status` was expected. */
  async call(operationId, { path = {}, query = {}, body, headers = {}, status } = {}) {
    const operation = await this.operation(operationId);
    const url = new URL(operation.path.replace(/\{(\w+)\}/g, (_, name) => path[name]), this.site.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await fetch(url, {
      method: operation.method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    const right = status ? answer.status === status : answer.ok;
    assert.ok(right, `${operationId} answered ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Notifies a guest; what is left out is usual. */
  async notify({ guest: who = guest(), ...stay } = {}) {
    const facility = await this.ownFacility();
    const { room = facility.rooms[0]?.name, ...rest } = stay;
    const found = facility.rooms.find((one) => one.name === room);
    assert.ok(found || !room, `${facility.name} has no room ${room}`);
    return this.call('notifyStay', {
      headers: { 'idempotency-key': randomUUID() },
      body: {
        guest: who,
        kind: 'overnight',
        arrival_at: moment(0),
        planned_departure_at: moment(2, '12:00'),
        room_id: found?.id,
        reason: 'tourism',
        ...rest,
      },
    });
  }

  async ownFacility() {
    this.own ??= await this.call('getFacility', { path: { facility_id: this.account.facility.id } });
    return this.own;
  }

  /** The stays of a guest by the whole name, as the API knows them. */
  async staysOf(name) {
    const { people } = await this.call('searchStays', { body: { name } });
    return people.flatMap((person) => person.stays).filter((stay) => stay.full_name === name);
  }
}
