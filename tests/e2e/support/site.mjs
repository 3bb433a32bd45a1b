// The real service on a database of its own.
//
// Environment, set by `cargo xtask test`: LUUTRU_BIN, LUUTRU_WEB.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from './client.mjs';

const ROOT = join(import.meta.dirname, '../../..');
const LUUTRU = process.env.LUUTRU_BIN ?? join(ROOT, 'target/debug/luutru');
const WEB = process.env.LUUTRU_WEB ?? join(ROOT, 'web/dist');

/** The password of every account of the demo province, the initial one of `moimo` too. */
export const PASSWORD = 'Demo-7-mat-khau';

/** Demo provinces to copy, as making one takes seconds; and for how long. */
const DEMOS = join(ROOT, 'target/e2e-demos');
const DEMO_KEEPS_MS = 10 * 60_000;

/** Longest time for the service to come up. */
const READY_WITHIN_MS = 60_000;

/** `luutru serve` with a demo province of its own. */
class Site {
  static async open(settings = {}) {
    assert.ok(existsSync(LUUTRU), `no service at ${LUUTRU}: cargo build -p api`);
    assert.ok(existsSync(join(WEB, 'manifest.json')), `no web application in ${WEB}: cargo xtask web`);
    const site = new Site();
    site.folder = mkdtempSync(join(scratch(), 'luutru-e2e-'));
    site.port = await freePort();
    site.url = `http://127.0.0.1:${site.port}`;
    site.environment = {
      ...process.env,
      LUUTRU_DATABASE_URL: `sqlite://${join(site.folder, 'demo.db')}`,
      LUUTRU_KEYS: join(site.folder, 'keys.json'),
      LUUTRU_MAIL_DIR: join(site.folder, 'mail'),
      LUUTRU_LISTEN: `127.0.0.1:${site.port}`,
      LUUTRU_DEMO_PASSWORD: PASSWORD,
      LUUTRU_LOG: 'warn',
      // Patience: a machine that does other things as well is no failure.
      LUUTRU_DATABASE_WAIT: '60',
      ...settings,
    };
    await site.fill(settings);
    await site.start();
    return site;
  }

  /** Takes the demo province that a file before this one made with the same binary, or makes one. */
  async fill(settings) {
    const { mtimeMs, size } = statSync(LUUTRU);
    // Its guests have arrived so and so long before now, so it does not keep.
    const age = Math.floor(Date.now() / DEMO_KEEPS_MS);
    const kept = join(DEMOS, `${age}-${size}-${Math.floor(mtimeMs)}-${basename(settings.LUUTRU_PROFILE ?? 'khanh-hoa')}`);
    const list = (folder) => join(folder, 'accounts.json');
    if (existsSync(kept)) {
      cpSync(kept, this.folder, { recursive: true });
    } else {
      const made = await promisify(execFile)(LUUTRU, ['demo', '--json'], { env: this.environment, cwd: this.folder });
      writeFileSync(list(this.folder), made.stdout);
      keepDemo(this.folder, kept, age);
    }
    this.accounts = JSON.parse(readFileSync(list(this.folder), 'utf8'));
  }

  /** The facility of a facility account. */
  facility(login) {
    return this.accounts.find((account) => account.login === login).facility_id;
  }

  async start() {
    const log = openSync(join(this.folder, 'serve.log'), 'a');
    const child = spawn(LUUTRU, ['serve'], { env: this.environment, cwd: this.folder, stdio: ['ignore', log, log] });
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', resolve));
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      assert.equal(child.exitCode, null, `luutru serve ended: ${this.said()}`);
      assert.ok(Date.now() < until, `luutru serve is not ready: ${this.said()}`);
      await pause(25);
    }
  }

  /** Ends it at once, as a failing machine would. */
  async stop() {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  said() {
    return readFileSync(join(this.folder, 'serve.log'), 'utf8').trim();
  }

  async close() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The API on behalf of an account, or of nobody. */
  async as(login, password = PASSWORD) {
    const client = new Client(this);
    if (login) {
      const opened = await client.call('login', { body: { login, password } });
      client.token = opened.access_token;
      client.account = opened.account;
    }
    return client;
  }
}

/** Starts the service; whoever does it ends it with `close`. */
export const launch = (settings) => Site.open(settings);

/**
 * Keeps a demo province for the files after this one. Other files may be doing the same: a folder has its name only once
 * it is whole, and nobody takes away what another may still copy from.
 */
function keepDemo(folder, kept, age) {
  mkdirSync(DEMOS, { recursive: true });
  for (const name of readdirSync(DEMOS)) {
    if (!(Number.parseInt(name, 10) >= age - 6)) rmSync(join(DEMOS, name), { recursive: true, force: true });
  }
  const fresh = mkdtempSync(join(DEMOS, `${age}-fresh-`));
  cpSync(folder, fresh, { recursive: true });
  try {
    renameSync(fresh, kept);
  } catch {
    // Another file was quicker; its demo is as good.
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Memory where there is room in it: a slow disk holds up every write. */
function scratch() {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 ** 30 ? memory : tmpdir();
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
