import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { AppError } from '../../errors.ts';

/** The operating system account that the database server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** True when we are root: programs are started as another account, and our files are opened to it by group. */
  readonly foreign: boolean;
}

/**
 * First of the numbers tried for the server's own account when we are root. PostgreSQL refuses to run as root, and
 * an account that others use (nobody, postgres) would let them read the cluster. 60706-61183 is the range
 * that neither Debian, systemd nor container engines give out, and it exists in user namespaces of 65,536 ids too.
 */
const FIRST_OWN_ID = 60_900;

/** The account for a new cluster: our own, or a number of its own when we are root. */
export async function accountForNewCluster(): Promise<Account> {
  const uid = process.getuid!();
  if (uid !== 0) return { uid, gid: process.getgid!(), foreign: false };
  const taken = new Set([...(await idsIn('/etc/passwd')), ...(await idsIn('/etc/group'))]);
  let id = FIRST_OWN_ID;
  while (taken.has(id)) id++;
  return { uid: id, gid: id, foreign: true };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account of an existing cluster is the owner of its files. Root serves only what root made: writing into a folder
 * that another user controls would let him lead root anywhere by a link, and would lock him out afterwards.
 * @param home owner of the folder around the cluster
 * @throws AppError RA_DATABASE_FOLDER when the files are neither ours nor made by us for another account
 */
export function accountOfCluster(folder: string, owner: Owner, home: Owner): Account {
  const uid = process.getuid!();
  const refuse = (why: string) =>
    new AppError('RA_DATABASE_FOLDER', `${folder} belongs to user ${owner.uid}, ${why}`);
  if (uid !== 0) {
    if (owner.uid === uid) return { uid, gid: process.getgid!(), foreign: false };
    throw refuse(
      `but this is user ${uid}. Start as that user, or give the folder around it to user ${uid} with chown -R.`,
    );
  }
  if (home.uid !== 0) throw refuse('and so does the folder around it. Start as that user, not as root.');
  if (owner.uid === 0)
    throw refuse(`whom PostgreSQL refuses to serve: chown -R ${FIRST_OWN_ID}:${FIRST_OWN_ID} ${folder}`);
  return { uid: owner.uid, gid: owner.gid, foreign: true };
}

/**
 * A user id that initdb accepts: unlike the server it insists on a line in /etc/passwd. When we are root it runs as
 * nobody with the cluster's own group, behind a folder that only this group may enter, and the files change
 * hands afterwards; Linux forbids another process of nobody to trace it because the groups differ (ptrace(2)).
 * @throws AppError RA_DATABASE_START when our own user has no name
 */
export async function uidForInitdb(account: Account): Promise<number> {
  if (account.foreign) {
    const named = await idsIn('/etc/passwd');
    const uid = [65_534, ...named].find((id) => id !== 0 && named.has(id));
    if (uid === undefined)
      throw new AppError(
        'RA_DATABASE_START',
        'There is no user but root in /etc/passwd, and PostgreSQL needs one.',
      );
    return uid;
  }
  try {
    userInfo();
  } catch {
    throw new AppError(
      'RA_DATABASE_START',
      `User ${account.uid} has no name, and PostgreSQL needs one: add a line to /etc/passwd, or use DATABASE_URL.`,
    );
  }
  return account.uid;
}

/** The ids (third field) in /etc/passwd or /etc/group. */
async function idsIn(file: string): Promise<Set<number>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return new Set(
    text
      .split('\n')
      .map((line) => line.split(':')[2])
      .filter((id) => id !== undefined && /^\d+$/.test(id))
      .map(Number),
  );
}
