// All that the panel stands on, with names that no other test has: a database with sample films, walcast that follows
// it into indices, and walcast-admin that serves the built panel. The servers are those of tests/support/fixture.sh.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { answers, freeAddress, output, Program, until, variable } from './program.ts';

export type Role = 'viewer' | 'editor' | 'operator' | 'administrator';
export const roles: readonly Role[] = ['viewer', 'editor', 'operator', 'administrator'];
/** Of every user; a user is named as the role. */
export const password = 'violet tram beyond seven';

const root = resolve(import.meta.dirname, '../../..');
// ctest names the programs; else they are those of ./dev build.
const walcastBin = process.env.WALCAST_BIN ?? join(root, 'build/dev/cdc/walcast');
const adminBin = process.env.WALCAST_ADMIN_BIN ?? join(root, 'build/dev/admin/server/walcast-admin');
const indices = ['movies', 'genres', 'persons'];

export class Site {
  readonly name = `panel_${process.pid}_${randomBytes(3).toString('hex')}`;
  readonly scratch = mkdtempSync(join(tmpdir(), 'walcast-panel-'));
  readonly dsn: string;
  url = '';
  control = '';
  readonly #postgres = variable('WALCAST_TEST_DSN');
  #undo: (() => Promise<unknown>)[] = [];
  #stream: Program | undefined;

  private constructor() {
    this.dsn = this.#postgres.replace(/\/[^/]*$/, `/${this.name}`);
  }

  /**
   * Everything runs and the indices hold what the database holds. Stop it in afterAll. Without the stream there is
   * no walcast and there are no indices: for a catalogue that is too large to be filled into them for a test. Without
   * users nobody was there before.
   */
  static async start(films = 300, { stream = true, users = true } = {}): Promise<Site> {
    const site = new Site();
    try {
      await site.#load(films);
      if (stream) await site.#setUpWalcast();
      else site.control = await freeAddress();
      await site.#startAdmin(users ? roles : []);
      // The first search of an index takes longest, on a busy machine longer than a visitor is let wait.
      if (stream) await until(() => answers(`${site.url}/api/v1/search?query=a`), () => 'the search does not answer');
    } catch (error) {
      await site.stop();
      throw error;
    }
    return site;
  }

  /** Rows as psql prints them: one a line, columns parted by "|". */
  async sql(statement: string, dsn = this.dsn): Promise<string[]> {
    const text = await output(`${variable('WALCAST_TEST_PG_BIN')}/psql`, ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', statement, dsn]);
    return text.split('\n').filter((line) => line !== '');
  }

  /** The command line of walcast on this site: "pause", "status --json". */
  async walcast(...words: string[]): Promise<string> {
    return output(walcastBin, [...words, '--config', join(this.scratch, 'walcast.json')]);
  }

  /** Everything committed up to now can be found. */
  async settled(): Promise<void> {
    await this.walcast('wait', '--timeout', '2min');
  }

  /** As a crash of its machine would end it. */
  async killWalcast(): Promise<void> {
    await this.#stream?.stop('SIGKILL');
  }

  /** As it was set up; ready when this returns. */
  async startWalcast(): Promise<void> {
    this.#stream = new Program(walcastBin, ['run', '--config', join(this.scratch, 'walcast.json')], join(this.scratch, 'walcast.log'));
    await this.#stream.ready(`http://${this.control}/readyz`);
  }

  /** What walcast-admin has written up to now. */
  adminLog(): string {
    return readFileSync(this.#adminLogFile, 'utf8');
  }

  get #adminLogFile(): string {
    return join(this.scratch, 'admin.log');
  }

  alias(index: string): string {
    return `${this.name}-${index}`;
  }

  async stop(): Promise<void> {
    for (const undo of this.#undo.reverse()) {
      await undo().catch((error: unknown) => {
        console.error(`what ${this.name} made stays: ${String(error)}`);
      });
    }
    this.#undo = [];
    rmSync(this.scratch, { recursive: true, force: true });
  }

  async #load(films: number): Promise<void> {
    await this.sql(`CREATE DATABASE ${this.name}`, this.#postgres);
    this.#undo.push(() => this.sql(`DROP DATABASE ${this.name} WITH (FORCE)`, this.#postgres));
    await output(join(root, 'sql/migrate'), ['--dsn', this.dsn, 'up']);
    const sample = ['-v', `films=${films}`, '-f', join(root, 'sql/sample/catalogue.sql'), this.dsn];
    await output(`${variable('WALCAST_TEST_PG_BIN')}/psql`, ['-Xq', ...sample]);
    await this.sql('ANALYZE');
  }

  async #setUpWalcast(): Promise<void> {
    this.control = await freeAddress();
    const config = {
      postgres: { dsn: this.dsn, slot: this.name },
      elasticsearch: { urls: [variable('WALCAST_TEST_ES')] },
      checkpoint: { store: 'redis', url: variable('WALCAST_TEST_REDIS'), prefix: this.name },
      control: { listen: this.control },
      indices: indices.map((index) => ({
        name: this.alias(index),
        document: join(root, `sql/documents/${index}.sql`),
        definition: join(root, `config/indices/${index}.json`),
      })),
    };
    writeFileSync(join(this.scratch, 'walcast.json'), JSON.stringify(config));
    this.#undo.push(() => this.walcast('teardown', '--indices', '--yes'));
    this.#undo.push(async () => this.#stream?.stop());
    await this.startWalcast();
    await this.settled();
  }

  async #startAdmin(users: readonly Role[]): Promise<void> {
    const [listen, internal] = [await freeAddress(), await freeAddress()];
    const prefix = `${this.name}_admin`;
    const settings: Record<string, string> = {
      'server.listen': listen,
      'server.internal': internal,
      'server.insecure_http': 'true',
      'server.panel': join(root, 'build/panel'),
      'files.folder': join(this.scratch, 'files'),
      'files.poster_size': '3MiB',
      'postgres.dsn': this.dsn,
      'elasticsearch.urls': variable('WALCAST_TEST_ES'),
      'redis.url': variable('WALCAST_TEST_REDIS'),
      'redis.prefix': prefix,
      'walcast.control': this.control,
      ...Object.fromEntries(indices.map((index) => [`indices.${index}`, this.alias(index)])),
    };
    const words = ['--config', join(root, 'config/admin.json'), ...Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`])];
    this.#undo.push(() => this.#clearRedis(prefix));
    for (const role of users) await output(adminBin, ['user', 'add', role, '--role', role, '--password-stdin', ...words], `${password}\n`);
    const program = new Program(adminBin, ['run', ...words], this.#adminLogFile);
    this.#undo.push(() => program.stop());
    await program.ready(`http://${internal}/readyz`);
    this.url = `http://${listen}`;
  }

  async #clearRedis(prefix: string): Promise<void> {
    const redis = ['-u', variable('WALCAST_TEST_REDIS'), '--raw'];
    const keys = (await output('redis-cli', [...redis, '--scan', '--pattern', `${prefix}:*`])).split('\n').filter(Boolean);
    if (keys.length > 0) await output('redis-cli', [...redis, 'UNLINK', ...keys]);
  }
}
