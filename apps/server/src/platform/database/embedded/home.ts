import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, realpath, rm, stat } from 'node:fs/promises';
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
  readonly log: string;
  readonly account: Account;
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
  const account = await accountForNewCluster();
  if (account.foreign) {
    await chown(dataDir, 0, account.gid);
    await chmod(dataDir, 0o710);
  }
  if (await canEnter(dataDir, account)) return prepare(dataDir, account, async () => {});

  const pointer = join(dataDir, 'location');
  const pending = `${pointer}.new`;
  const begun = await readFile(pending, 'utf8').catch(() => '');
  const root = begun.endsWith('\n') ? begun.trimEnd() : join(elsewhere, randomBytes(8).toString('hex'));
  await writeDurably(pending, `${root}\n`, 0o600);
  await mkdir(elsewhere, { recursive: true, mode: 0o755 });
  const home = await prepare(root, account, () => renameDurably(pending, pointer));
  await writeDurably(join(root, 'README'), `Database of the Rettungsanker data folder ${dataDir}\n`, 0o644);
  return home;
}

/**
 * The home of an existing cluster; undefined when none was made yet.
 * @throws AppError RA_DATABASE_FOLDER
 */
export async function findHome(dataDir: string): Promise<Home | undefined> {
  const pointer = join(dataDir, 'location');
  const moved = await exists(pointer);
  const root = moved ? (await readFile(pointer, 'utf8')).trimEnd() : await realpath(dataDir);
  const { data } = inside(root);
  if (await exists(data)) return prepare(root, accountOfCluster(await stat(data), data), async () => {});
  if (moved) throw new AppError('RA_DATABASE_FOLDER', `${pointer} says that the database is in ${root}, but it is not there. Put that folder back, or restore a backup into an empty data folder.`);
  return undefined;
}

async function prepare(root: string, account: Account, settle: () => Promise<void>): Promise<Home> {
  const home = inside(root);
  await mkdir(root, { recursive: true, mode: 0o700 });
  await mkdir(home.log, { recursive: true, mode: 0o700 });
  if (account.foreign) {
    // Our folder, which the server's account may pass through but neither list nor change.
    await chown(root, 0, account.gid);
    await chmod(root, 0o710);
    await chown(home.log, account.uid, account.gid);
  }
  return { ...home, account, settle };
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
    ...[process.env.XDG_RUNTIME_DIR, tmpdir()].flatMap((parent) => (parent ? [{ parent, path: join(parent, name) }] : [])),
  ];
  for (const { parent, path } of candidates) {
    if (Buffer.byteLength(`${path}/.s.PGSQL.${PORT}`) > LONGEST_SOCKET_PATH) continue;
    if (!(await exists(parent)) || !(await canEnter(parent, home.account))) continue;
    await own(path, home.account);
    return path;
  }
  throw new AppError('RA_DATABASE_FOLDER', `The path of ${home.root} is too long for a socket, and so are those of the temporary folders; use a shorter TMPDIR.`);
}

async function own(folder: string, account: Account): Promise<void> {
  const made = await mkdir(folder, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  if (made && account.foreign) await chown(folder, account.uid, account.gid);
  // In a temporary folder anybody could have been first: a link, or a folder that others may enter.
  const entry = await lstat(folder);
  if (!entry.isDirectory() || entry.uid !== account.uid || (entry.mode & 0o077) !== 0) {
    throw new AppError('RA_DATABASE_FOLDER', `${folder} is not a private folder of user ${account.uid}; remove it.`);
  }
}

/** Removes what a killed first start left behind. */
export async function removeHalfMade(home: Home): Promise<void> {
  await rm(`${home.cluster}.new`, { recursive: true, force: true });
}
