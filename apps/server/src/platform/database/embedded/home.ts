import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lchown, lstat, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { type Account, accountForNewCluster, accountOfCluster } from './account.ts';
import { canEnter, exists, renameDurably, writeDurably } from './files.ts';

/** Where the cluster of a data folder lives. */
export interface Home {
  /** `<data>/database`, or a folder elsewhere when the server's account cannot get there. */
  readonly root: string;
  /** The cluster and its password as one unit, so that one rename makes both. */
  readonly cluster: string;
  /** PGDATA, owned by the server's account. */
  readonly data: string;
  /** The superuser's password, owned by us. */
  readonly password: string;
  /** Logs of the server, owned by its account. */
  readonly log: string;
  /** What the server says before its own log begins. */
  readonly startLog: string;
  /** Configuration and access rules, out of the reach of the server's account. */
  readonly config: string;
  readonly access: string;
  /** Links to the libraries of the programs. */
  readonly libraries: string;
  readonly account: Account;
  /** True when the home is not in the data folder. */
  readonly elsewhere: boolean;
  /** Makes a new home permanent: to be called when its cluster is complete. */
  settle(): Promise<void>;
}

/** Port of the server: only a part of the socket's name, since every cluster has a socket folder of its own. */
export const PORT = 5432;
/** sun_path of unix(7) holds 108 bytes with its final zero. */
const LONGEST_SOCKET_PATH = 107;

const inside = (root: string) => ({
  root,
  cluster: join(root, 'cluster'),
  data: join(root, 'cluster', 'data'),
  password: join(root, 'cluster', 'password'),
  log: join(root, 'log'),
  startLog: join(root, 'start.log'),
  config: join(root, 'postgresql.conf'),
  access: join(root, 'pg_hba.conf'),
  libraries: join(root, 'lib'),
});

/**
 * Finds the home of the cluster, or chooses one for a new cluster. A home elsewhere is remembered in the file
 * `location` of the data folder; it is called `location.new` until the cluster is complete, so that a crash in
 * between leaves nothing behind and a lost home is never mistaken for a first start.
 * @param dataDir the data folder's `database`, absolute, existing
 * @param elsewhere parent of homes outside the data folder
 * @throws AppError RA_DATABASE_FOLDER
 */
export async function openHome(dataDir: string, elsewhere: string): Promise<Home> {
  const found = await findHome(dataDir);
  if (found) return found;
  const folder = await realpath(dataDir);
  const account = await accountForNewCluster();
  if (account.foreign) {
    await chown(folder, 0, account.gid);
    await chmod(folder, 0o710);
  }
  if (await canEnter(folder, account)) return prepare(folder, account);

  const pointer = join(folder, 'location');
  const pending = `${pointer}.new`;
  const begun = await readFile(pending, 'utf8').catch(() => '');
  const root = begun.endsWith('\n') ? begun.trimEnd() : join(elsewhere, randomBytes(8).toString('hex'));
  await writeDurably(pending, `${root}\n`, 0o600);
  if (await mkdir(elsewhere, { recursive: true })) await chmod(elsewhere, 0o755);
  const home = await prepare(root, account);
  await writeDurably(join(root, 'README'), `Database of the Rettungsanker data folder ${folder}\n`, 0o644);
  return { ...home, elsewhere: true, settle: () => renameDurably(pending, pointer) };
}

/**
 * The home of an existing cluster; undefined when none was made yet.
 * @throws AppError RA_DATABASE_FOLDER
 */
export async function findHome(dataDir: string): Promise<Home | undefined> {
  if (!(await exists(dataDir))) return undefined;
  const pointer = join(dataDir, 'location');
  const elsewhere = await exists(pointer);
  const root = elsewhere ? (await readFile(pointer, 'utf8')).trimEnd() : await realpath(dataDir);
  const { data } = inside(root);
  if (await exists(data)) {
    const account = accountOfCluster(data, await stat(data), await stat(root));
    return { ...(await prepare(root, account)), elsewhere };
  }
  if (!elsewhere) return undefined;
  throw new AppError(
    'RA_DATABASE_FOLDER',
    `${pointer} says that the database is in ${root}, but it is not there. ` +
      'Put that folder back, or restore a backup into an empty data folder.',
  );
}

async function prepare(root: string, account: Account): Promise<Home> {
  const home = inside(root);
  await mkdir(home.log, { recursive: true, mode: 0o700 });
  if (account.foreign) {
    // Our folder, which the server's account may pass through but neither list nor change.
    await chown(root, 0, account.gid);
    await chmod(root, 0o710);
    await chown(home.log, account.uid, account.gid);
  }
  return { ...home, account, elsewhere: false, settle: async () => {} };
}

/**
 * A private folder for the server's socket: in the home when the path is short enough, else among the temporary
 * folders, under a name that follows from the home.
 * @throws AppError RA_DATABASE_FOLDER when somebody else holds that name
 */
export async function socketFolder(home: Home): Promise<string> {
  const name = `rettungsanker-${createHash('sha256').update(home.root).digest('hex').slice(0, 16)}`;
  const candidates = [
    { parent: home.root, path: join(home.root, 'socket') },
    ...[process.env.XDG_RUNTIME_DIR, tmpdir()].flatMap((parent) =>
      parent ? [{ parent, path: join(parent, name) }] : [],
    ),
  ];
  for (const { parent, path } of candidates) {
    if (Buffer.byteLength(`${path}/.s.PGSQL.${PORT}`) > LONGEST_SOCKET_PATH) continue;
    if (!(await exists(parent)) || !(await canEnter(parent, home.account))) continue;
    await own(path, home.account);
    return path;
  }
  throw new AppError(
    'RA_DATABASE_FOLDER',
    `The path of ${home.root} is too long for a socket, and so are those of the temporary folders; use a shorter TMPDIR.`,
  );
}

async function own(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  // In a temporary folder anybody could have been first: with a link, or a folder that others may enter.
  const entry = await lstat(folder);
  const ours = entry.uid === account.uid || entry.uid === process.getuid!();
  if (!entry.isDirectory() || !ours || (entry.mode & 0o077) !== 0) {
    throw new AppError(
      'RA_DATABASE_FOLDER',
      `${folder} is not a private folder of user ${account.uid}; remove it.`,
    );
  }
  if (entry.uid !== account.uid) await lchown(folder, account.uid, account.gid);
}
